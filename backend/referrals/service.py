"""What is noted of borrowers that may leave an application to a person, and what is found in it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Literal, cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.borrowers.service import lock_borrower
from backend.cards.service import others_with_a_card
from backend.db import insert_if_absent
from backend.identity.indexes import Indexes
from backend.identity.service import known_as, numbers_of
from backend.identity.versions import Identities
from backend.policy.groups import ReferralPolicy
from backend.referrals.models import MarkRow, StudyRow
from backend.referrals.rules import (
    Person,
    StudySource,
    Told,
    birthday_in,
    comparable_address,
    contradictions,
    province_of,
)
from backend.related.service import relation_of
from contract.dates import lender_day
from contract.lending.applications import ApplicationFields
from contract.lending.underwriting import Evidence, Fact, FactSource, ReviewFlag

MarkKind = Literal["device", "address"]
# Of a mark that more have, the first of them are evidence enough.
MOST_NAMED = 20
Others = Mapping[str, Sequence[tuple[str, datetime]]]


def note_device(session: Session, indexes: Indexes, borrower_id: str, device: str, now: datetime) -> None:
    """The borrower uses this device; safe to repeat."""
    _note_mark(session, indexes, borrower_id, "device", device, now)


def note_address(session: Session, indexes: Indexes, borrower_id: str, address: str, now: datetime) -> None:
    if (home := comparable_address(address)) is not None:
        _note_mark(session, indexes, borrower_id, "address", home, now)


def note_study(session: Session, borrower_id: str, source: StudySource, now: datetime) -> None:
    """The borrower said to be a full-time student; safe to repeat."""
    lock_borrower(session, borrower_id)
    insert_if_absent(session, StudyRow, borrower_id=borrower_id, source=source, told_at=now)
    session.get_one(StudyRow, (borrower_id, source)).told_at = now


def person_of(session: Session, identities: Identities, borrower_id: str) -> Person | None:
    known = known_as(session, identities, borrower_id)
    if known is None:
        return None
    return Person(known.at, birthday_in(known.number), province_of(known.number), known.address, known.occupation)


def find_evidence(
    session: Session,
    identities: Identities,
    borrower_id: str,
    fields: ApplicationFields,
    submitted_at: datetime,
    policy: ReferralPolicy,
    now: datetime,
) -> list[Evidence]:
    """All for which a person has to look at an application with these answers."""
    rows = session.scalars(select(StudyRow).where(StudyRow.borrower_id == borrower_id))
    study = {cast(StudySource, row.source): row.told_at for row in rows}
    person = person_of(session, identities, borrower_id)
    told = Told(fields, submitted_at, person, study, lender_day(now), now)
    return [
        *contradictions(told, policy),
        *_shared(session, borrower_id, policy, now),
        *_related(session, identities, borrower_id, now),
    ]


def _note_mark(session: Session, indexes: Indexes, borrower_id: str, kind: MarkKind, value: str, now: datetime) -> None:
    lock_borrower(session, borrower_id)
    # Also under the secret before: others were marked by that one.
    for mark in indexes.marks(kind, value):
        insert_if_absent(session, MarkRow, borrower_id=borrower_id, kind=kind, mark=mark, first_at=now, last_at=now)
        session.get_one(MarkRow, (borrower_id, kind, mark)).last_at = now
    session.flush()


def _shared(session: Session, borrower_id: str, policy: ReferralPolicy, now: datetime) -> Iterator[Evidence]:
    since = now - timedelta(days=policy.shared_days)
    cards = others_with_a_card(session, borrower_id, since)
    yield from _by_others("shared_card", "cards", cards, policy.card_borrowers, now)
    devices = _others_with_a_mark(session, borrower_id, "device", since)
    yield from _by_others("shared_device", "devices", devices, policy.device_borrowers, now)
    homes = _others_with_a_mark(session, borrower_id, "address", since)
    yield from _by_others("shared_address", "addresses", homes, policy.address_borrowers, now)


def _by_others(flag: ReviewFlag, source: FactSource, found: Others, most: int, now: datetime) -> Iterator[Evidence]:
    """One for each other borrower, where with this one there are more than `most`."""
    others = {who: at for sharing in found.values() if most <= len(sharing) for who, at in sharing}
    for who, at in sorted(others.items())[:MOST_NAMED]:
        against = Fact(source=source, name="borrower", value=who, at=at)
        yield Evidence(flag=flag, said=None, against=against, found_at=now)


def _others_with_a_mark(session: Session, borrower_id: str, kind: MarkKind, since: datetime) -> Others:
    used = select(MarkRow).where(MarkRow.kind == kind, MarkRow.last_at >= since)
    mine = select(MarkRow.mark).where(
        MarkRow.kind == kind, MarkRow.last_at >= since, MarkRow.borrower_id == borrower_id
    )
    found: dict[str, list[tuple[str, datetime]]] = {}
    for row in session.scalars(used.where(MarkRow.borrower_id != borrower_id, MarkRow.mark.in_(mine))):
        found.setdefault(row.mark, []).append((row.borrower_id, row.last_at))
    return found


def _related(session: Session, identities: Identities, borrower_id: str, now: datetime) -> Iterator[Evidence]:
    known = known_as(session, identities, borrower_id)
    numbers = numbers_of(session, borrower_id) | (identities.indexes.numbers(known.number) if known else set())
    if (related := relation_of(session, numbers)) is not None:
        against = Fact(source="related_persons", name="relation", value=related.relation, at=related.listed_at)
        yield Evidence(flag="related", said=None, against=against, found_at=now)
