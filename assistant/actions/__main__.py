"""`python -m assistant.actions`: the action server."""

import uvicorn

from assistant.actions.app import build_app
from assistant.actions.settings import Settings
from servicekit.logs import configure_logging


def main() -> None:
    configure_logging()
    settings = Settings()
    uvicorn.run(
        build_app(settings), host=settings.host, port=settings.port, log_config=None, access_log=False,
    )  # fmt: skip


if __name__ == "__main__":
    main()
