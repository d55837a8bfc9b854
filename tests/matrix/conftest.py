"""A gateway over a real backend, each with a database of its own; beside them stand-ins for the dialogue and for speech."""

import contextlib
import ssl
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from pydantic import SecretStr

from backend.app import Models
from mobile_api.db import migrate
from tests.databases import Templates
from tests.integration.backend import conftest as inside
from tests.integration.backend.conftest import (  # noqa: F401 - fixtures
    models,
    models_dir,
    one_dependency_for_the_same_keys,
    running_house,
    tls,
)
from tests.integration.backend.house import KEY, SIGNING_SECRET
from tests.integration.mobile_api.conftest import Clock, cheap_passwords, start_gateway  # noqa: F401 - fixtures
from tests.integration.mobile_api.scripted_speech import ScriptedSpeech
from tests.matrix.people import Planted, plant
from tests.serving import serving


@pytest_asyncio.fixture(scope="module")
async def planted(
    templates: Templates,
    models_dir: Path,  # noqa: F811
    models: Models,  # noqa: F811
    tls: ssl.SSLContext,  # noqa: F811
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[Planted]:
    folder = tmp_path_factory.mktemp("matrix")
    backend_url = templates.copy_sqlite(inside.migrate, folder / "backend.db")
    gateway_url = templates.copy_sqlite(migrate, folder / "gateway.db")
    async with contextlib.AsyncExitStack() as stack:
        house = await stack.enter_async_context(running_house(backend_url, models_dir, models, tls, folder))
        gateway = await start_gateway(
            stack,
            Clock(house.clock.now),
            gateway_url,
            backend_url=house.url,
            backend_key=SecretStr(KEY),
            signing_secret=SecretStr(SIGNING_SECRET.decode()),
            speech_url=await stack.enter_async_context(serving(ScriptedSpeech().app())),
        )
        yield await plant(gateway, house)
