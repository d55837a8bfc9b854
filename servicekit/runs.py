"""What a process under `run.py` shows of itself: which run it belongs to, and that it is not stuck."""

import os
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute

# `assistant/dialogue/components/channel.py`, whose environment lacks this package, has it too.
RUN_HEADER = "Loantalk-Run"


class RouteOfThisRun(APIRoute):
    """Its answers name the run, so that another system on our port is not taken for us."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handler = super().get_route_handler()

        async def named(request: Request) -> Response:
            response = await handler(request)
            if run := os.environ.get("LOANTALK_RUN"):
                response.headers[RUN_HEADER] = run
            return response

        return named


def show_work() -> None:
    """For a process that answers no requests, in every round.

    A file, which needs no database: one that stands still is no fault of its worker, and a new worker would not mend it.
    """
    if pulse := os.environ.get("LOANTALK_PULSE"):
        Path(pulse).touch()
