"""What the lender has to tell of itself, and to its staff of what is connected."""

from fastapi import APIRouter

from backend.callers import GATEWAY, only
from backend.edge import PartsDep
from backend.settings import Settings
from contract.lending.about import About
from contract.lending.ports import Port

routes = APIRouter(tags=["about"], dependencies=[only(GATEWAY)])


@routes.get("/about")
def get_about(parts: PartsDep) -> About:
    return parts.about


@routes.get("/ports")
def get_ports(parts: PartsDep) -> list[Port]:
    return list(parts.ports.known)


def about_of(settings: Settings) -> About:
    return About(
        lender=settings.lender_name,
        licence=settings.licence,
        licence_number=settings.licence_number,
        supervisor=settings.supervisor,
        hotline=settings.service_phone,
        regulator_phone=settings.regulator_phone,
        complaints=settings.complaints,
    )
