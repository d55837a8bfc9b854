"""One logging format for every process. Nothing personal is logged: ids and codes only."""

import logging


def configure_logging(level: str = "INFO") -> None:
    logging.basicConfig(level=level, format="%(levelname).1s %(name)s: %(message)s", force=True)
    # httpx logs every URL, and ours may carry a borrower's id; the others tell of every start at length.
    for name in ("httpx", "alembic", "rasa_sdk"):
        logging.getLogger(name).setLevel("WARNING")
