"""`python -m tests.releases 2026-11` writes this tree's databases and models into `tests/releases/2026-11`.

Once, on the tree that is released: a release is never written again.
"""

import asyncio
import contextlib
import shutil
import ssl
import sys
import tempfile
from pathlib import Path

from backend.app import load_models
from mobile_api.db import migrate
from tests.databases import fresh_postgres, running_postgres
from tests.integration.backend.conftest import ROOT, running_house, settings_for
from tests.integration.backend.release_scenes import play as play_backend
from tests.integration.mobile_api.conftest import Clock, start_gateway
from tests.integration.mobile_api.release_scenes import play as play_gateway
from tests.releases.archive import HERE, keep


async def write(folder: Path) -> None:
    models_dir = ROOT / "var" / "models"
    shutil.copytree(models_dir / "scoring", folder / "models" / "scoring")
    with tempfile.TemporaryDirectory() as scratch, running_postgres() as server, contextlib.ExitStack() as stack:
        for kind in ("sqlite", "postgresql"):
            here = Path(scratch) / kind
            here.mkdir()
            urls = [
                f"sqlite:///{here / name}.db" if kind == "sqlite" else stack.enter_context(fresh_postgres(server))
                for name in ("backend", "mobile")
            ]
            await write_backend(urls[0], models_dir, here)
            keep(urls[0], folder, "backend")
            await write_gateway(urls[1])
            keep(urls[1], folder, "mobile")
            print(f"{kind}: written")


async def write_backend(url: str, models_dir: Path, scratch: Path) -> None:
    models = load_models(settings_for("sqlite://", models_dir))
    async with running_house(url, models_dir, models, ssl.create_default_context(), scratch) as house:
        await play_backend(house)


async def write_gateway(url: str) -> None:
    migrate(url)
    async with contextlib.AsyncExitStack() as stack:
        await play_gateway(await start_gateway(stack, Clock(), url, reply_wait_seconds=1))


if __name__ == "__main__":
    target = HERE / sys.argv[1]
    if target.exists():
        sys.exit(f"{target} is there already: a release is written once")
    asyncio.run(write(target))
