"""One logging format for every process. Nothing personal is logged: ids and codes only."""

import logging

from servicekit.requests import request_id

FORMAT = "%(levelname).1s %(name)s%(request)s: %(message)s"


def configure_logging(level: str = "INFO") -> None:
    logging.basicConfig(level=level, format=FORMAT, force=True)
    for handler in logging.getLogger().handlers:
        handler.addFilter(add_request_id)
    quieten_libraries()


def quieten_libraries() -> None:
    # httpx logs every URL, and ours may carry a borrower's id; uvicorn those of WebSockets, with tickets; the others tell of
    # every start at length.
    for name in ("httpx", "uvicorn.error", "alembic", "rasa_sdk"):
        logging.getLogger(name).setLevel("WARNING")


def add_request_id(record: logging.LogRecord) -> bool:
    """For a handler, which sees the lines of every library too."""
    known = request_id()
    record.request = f" [{known}]" if known else ""
    return True
