"""Since when the periods of the retention table run in the gateway, where no column of the table itself says it. Pure: conditions only."""

from datetime import datetime

from sqlalchemy import ColumnElement, Table, and_, exists, func, select

from mobile_api.models import Base
from servicekit.retention import Clock

TABLES = Base.metadata.tables


def conversation(table: Table, before: datetime | None) -> ColumnElement[bool]:
    """A conversation and what belongs to it, since its last message, unless a person is still to look at it."""
    conversations, messages, handoffs = (TABLES[name] for name in ("conversations", "messages", "handoffs"))
    here = conversations.c.id
    which = ~exists().where(handoffs.c.conversation_id == here, handoffs.c.state != "resolved")
    if before is not None:
        last = select(func.max(messages.c.at)).where(messages.c.conversation_id == here).scalar_subquery()
        which = and_(which, func.coalesce(last, conversations.c.created_at) < before)
    own = table.c.id if table.name == "conversations" else table.c.conversation_id
    return own.in_(select(here).where(which))


def answered(table: Table, before: datetime | None) -> ColumnElement[bool]:
    """A turn that is done, since it began."""
    done = table.c.state == "done"
    return and_(done, table.c.created_at < before) if before else done


def pushed(table: Table, before: datetime | None) -> ColumnElement[bool]:
    """A notification that waits for no phone, since it was told."""
    deliveries = TABLES["push_deliveries"]
    over = ~exists().where(deliveries.c.notification_id == table.c.id)
    return and_(over, table.c.created_at < before) if before else over


def closed_account(table: Table, before: datetime | None) -> ColumnElement[bool]:
    """What belongs to an account, since it was closed; at its borrower's request always."""
    accounts = TABLES["accounts"]
    closed = select(accounts.c.id)
    if before is not None:
        closed = closed.where(accounts.c.closed_at < before)
    return table.c.borrower_id.in_(closed)


CLOCKS: dict[str, Clock] = {
    "conversation": conversation,
    "answered": answered,
    "pushed": pushed,
    "closed_account": closed_account,
}
