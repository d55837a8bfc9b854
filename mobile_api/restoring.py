"""After a backup was put back: nobody stays signed in by it, and it agrees with the backend's. Plain SQL, for a command."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime

from sqlalchemy import Connection, MetaData, Table, delete, func, inspect, or_, select, update
from sqlalchemy.orm import Session

from mobile_api.auth.models import Account, OneTimeCode, RefreshToken, StreamTicket
from mobile_api.push.models import Device, EventCursor, Notification
from mobile_api.rights.models import DataRequest
from mobile_api.rights.requests import new_erasure
from servicekit.lasting import ACCOUNT_ERASED

STAFF_DISABLED, NUMBER_RELEASED = "staff_disabled", "number_released"


def last_position(connection: Connection) -> int:
    """Of the backend's events, the last that was read or told of here."""
    read = connection.scalar(select(func.max(EventCursor.position)))
    told = connection.scalar(select(func.max(Notification.event_position)))
    return max(read or 0, told or 0)


def sign_everybody_out(connection: Connection, now: datetime) -> None:
    """What opened a session before the backup opens none: some were ended since. Nothing is pushed to the phones of then."""
    for table in (RefreshToken, StreamTicket, Device):
        connection.execute(delete(table))
    connection.execute(update(OneTimeCode).where(OneTimeCode.expires_at > now).values(expires_at=now))
    if (sessions := _table(connection, "sessions")) is not None:
        living = update(sessions).where(sessions.c.ended_at.is_(None))
        connection.execute(living.values(ended_at=now, ended_why="restored"))


def forget_registrations(connection: Connection, known: Collection[str]) -> int:
    """Who is not `known` to the backend registers again at the next sign-in; how many."""
    registered = connection.scalars(select(Account.id).where(Account.registered_at.is_not(None)))
    lost = [account for account in registered if account not in known]
    for account in lost:
        connection.execute(update(Account).where(Account.id == account).values(registered_at=None))
    return len(lost)


def disable_staff(connection: Connection, staff_id: str, now: datetime) -> None:
    staff = _table(connection, "staff")
    assert staff is not None  # noqa: S101 - every release has it
    connection.execute(update(staff).where(staff.c.id == staff_id).values(disabled_at=now))


def erase_account(connection: Connection, account_id: str, at: datetime) -> None:
    """On record again, for the worker to carry out, unless it still is."""
    mine = (DataRequest.borrower_id == account_id) & (DataRequest.kind == "erasure")
    on_record = select(DataRequest.id).where(mine, or_(DataRequest.done_at.is_(None), DataRequest.done_at >= at))
    with Session(connection) as session, session.begin():
        if session.get(Account, account_id) is not None and session.scalars(on_record).first() is None:
            session.add(new_erasure(account_id, at))


def released(account_id: str) -> str:
    """In the place of a phone number that is somebody else's by now: a name that no number has."""
    return f"released:{account_id}"


def release_number(connection: Connection, account_id: str, now: datetime) -> None:
    accounts = _table(connection, "accounts")
    assert accounts is not None  # noqa: S101 - every release has it
    which = accounts.c.id == account_id
    phone = connection.scalar(select(accounts.c.phone).where(which))
    if phone is not None and phone.startswith("+"):
        stopped = {"phone": released(account_id), "former_phone": phone, "contact_stopped_at": now}
        connection.execute(update(accounts).where(which).values(stopped))


def _table(connection: Connection, name: str) -> Table | None:
    """As it is in the database."""
    if not inspect(connection).has_table(name):
        return None
    return Table(name, MetaData(), autoload_with=connection)


# By kind of lasting act: does it again, for the row of that id. Safe to repeat, also where there is no such row.
REPEATED: Mapping[str, Callable[[Connection, str, datetime], object]] = {
    ACCOUNT_ERASED: erase_account,
    NUMBER_RELEASED: release_number,
    STAFF_DISABLED: disable_staff,
}
