"""`python -m assistant.actions`: the action server."""

import argparse

import uvicorn

from assistant.actions.app import build_app
from assistant.actions.settings import Settings
from servicekit.commands import run_command
from servicekit.logs import configure_logging
from servicekit.settings import read_settings

# The dialogue lets an idle connection go after fifteen: no call of it meets one that is being closed.
KEPT_SECONDS = 30


def main() -> None:
    argparse.ArgumentParser(prog="python -m assistant.actions", description=__doc__).parse_args()
    configure_logging()
    settings = read_settings(Settings)
    uvicorn.run(
        build_app(settings),
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,
        timeout_keep_alive=KEPT_SECONDS,
    )


if __name__ == "__main__":
    run_command(main, Settings)
