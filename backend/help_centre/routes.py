"""The help centre over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request

from backend.callers import ACTIONS, GATEWAY, only
from backend.help_centre.service import HelpCentre
from contract.lending.help import HelpAnswer
from contract.texts import Language

routes = APIRouter(tags=["help"], dependencies=[only(ACTIONS, GATEWAY)])


def help_centre_of(request: Request) -> HelpCentre:
    centre = request.app.state.help_centre
    assert isinstance(centre, HelpCentre)  # noqa: S101 - set by build_app
    return centre


@routes.get("/help")
def get_help(
    centre: Annotated[HelpCentre, Depends(help_centre_of)],
    q: Annotated[str, Query(max_length=500)],
    lang: Language = "zh",  # noqa: ARG001 - answers carry both languages, and questions may mix them
    limit: Annotated[int, Query(ge=1, le=10)] = 3,
) -> list[HelpAnswer]:
    return centre.search(q, limit)


@routes.get("/help/{answer_id}")
def get_help_answer(centre: Annotated[HelpCentre, Depends(help_centre_of)], answer_id: str) -> HelpAnswer:
    return centre.answer(answer_id)
