"""Run by Alembic, on the connection and in the transaction of `backend.db.migrate`."""

from typing import Any, Literal

from alembic import context

from backend.db import Document, ExactDecimal, UtcTime
from backend.tables import METADATA


def render_item(kind: str, item: Any, _: Any) -> str | Literal[False]:
    """Write plain column types: a migration must not change when our types do."""
    if kind != "type":
        return False
    if isinstance(item, UtcTime):
        return "sa.DateTime(timezone=True)"
    if isinstance(item, ExactDecimal):
        return "sa.String(40)"
    return "sa.JSON()" if isinstance(item, Document) else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_item=render_item,
    compare_type=True,
)
context.run_migrations()
