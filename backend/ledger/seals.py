"""Sealing: batches of transactions under a Merkle root, chained and signed; and the proof that one was sealed."""

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, insert, select, tuple_
from sqlalchemy.orm import Session

from backend.db import insert_if_absent
from backend.ledger.errors import NotYetSealed
from backend.ledger.merkle import audit_path, canonical, leaf_hash, merkle_root
from backend.ledger.models import LedgerEntry, LedgerKey, LedgerLeaf, LedgerSeal, LedgerTransaction, LedgerUnsealed
from backend.ledger.signing import Signer
from contract.dates import lender_day
from contract.lending.ledger import InclusionProof, SealedEntry, SealedTransaction, SealStatement

# One seal's transactions: a proof reads their hashes again, and its path is as long as their number's logarithm.
BATCH = 10_000
CHUNK = 1_000


def seal_due(last: datetime | None, now: datetime, every: timedelta) -> bool:
    """Whether it is time for the next seal: some time after the last one, and when the lender's day has ended."""
    return last is None or now - last >= every or lender_day(now) != lender_day(last)


def seal_when_due(session: Session, signer: Signer, now: datetime, every: timedelta) -> int:
    """Seal a batch if it is time; answers how many transactions were sealed."""
    last = session.scalars(select(LedgerSeal.sealed_at).order_by(LedgerSeal.number.desc()).limit(1)).one_or_none()
    return seal(session, signer, now) if seal_due(last, now, every) else 0


def seal(session: Session, signer: Signer, now: datetime) -> int:
    """Seal what waits, at most `BATCH`; answers how many. None wait: no seal.

    Of two at a time the second waits for the first: both want to take the same rows out of the queue.
    """
    numbers = _take_waiting(session)
    if not numbers:
        return 0
    hashes = [leaf_hash(content.model_dump()) for content in sealed_contents(session, numbers).values()]
    row = _next_seal(session, signer, now, hashes)
    session.flush()
    leaves = [
        {"transaction_id": number, "seal": row.number, "position": position, "hash": digest.hex()}
        for position, (number, digest) in enumerate(zip(numbers, hashes, strict=True))
    ]
    session.execute(insert(LedgerLeaf), leaves)
    return len(numbers)


def proof_of(session: Session, number: int) -> InclusionProof:
    """Raises `NotYetSealed`. The transaction must exist."""
    leaf = session.get(LedgerLeaf, number)
    if leaf is None:
        raise NotYetSealed(number=number)
    row = session.get_one(LedgerSeal, leaf.seal)
    hashes = [bytes.fromhex(one.hash) for one in seal_leaves(session, row.number)]
    return InclusionProof(
        transaction=sealed_contents(session, [number])[number],
        position=leaf.position,
        path=[step.hex() for step in audit_path(hashes, leaf.position)],
        seal=statement(row),
        signature=row.signature,
        public_key=session.get_one(LedgerKey, row.key_id).public_key,
    )


def seal_leaves(session: Session, seal_number: int) -> list[LedgerLeaf]:
    """In the order of the tree."""
    leaves = select(LedgerLeaf).where(LedgerLeaf.seal == seal_number).order_by(LedgerLeaf.position)
    return list(session.scalars(leaves))


def next_sealed(session: Session, after: tuple[int, int]) -> tuple[tuple[int, int], SealedTransaction] | None:
    """The first transaction sealed after this place (seal, position), with its own; nothing is ever sealed before."""
    place = (LedgerLeaf.seal, LedgerLeaf.position)
    leaves = select(LedgerLeaf).where(tuple_(*place) > after).order_by(*place).limit(1)
    leaf = session.scalars(leaves).one_or_none()
    if leaf is None:
        return None
    return (leaf.seal, leaf.position), sealed_contents(session, [leaf.transaction_id])[leaf.transaction_id]


def sealed_contents(session: Session, numbers: Sequence[int]) -> dict[int, SealedTransaction]:
    """What the tables say now of these transactions, in the order of `numbers`; a missing one is left out."""
    contents: dict[int, SealedTransaction] = {}
    for start in range(0, len(numbers), CHUNK):
        contents |= _contents(session, numbers[start : start + CHUNK])
    return {number: contents[number] for number in numbers if number in contents}


def statement(row: LedgerSeal) -> SealStatement:
    return SealStatement(
        number=row.number,
        sealed_at=_moment(row.sealed_at),
        size=row.size,
        root=row.root,
        previous=row.previous,
        key_id=row.key_id,
    )


def statement_bytes(row: LedgerSeal) -> bytes:
    return canonical(statement(row).model_dump())


def chain_hash(row: LedgerSeal) -> str:
    """What the next seal names as its `previous`."""
    return hashlib.sha256(statement_bytes(row)).hexdigest()


def _take_waiting(session: Session) -> list[int]:
    waiting = select(LedgerUnsealed.transaction_id).order_by(LedgerUnsealed.transaction_id).limit(BATCH)
    taken = delete(LedgerUnsealed).where(LedgerUnsealed.transaction_id.in_(waiting))
    taking = taken.returning(LedgerUnsealed.transaction_id).execution_options(synchronize_session=False)
    return sorted(session.scalars(taking))


def _next_seal(session: Session, signer: Signer, now: datetime, hashes: list[bytes]) -> LedgerSeal:
    last = session.scalars(select(LedgerSeal).order_by(LedgerSeal.number.desc()).limit(1)).one_or_none()
    insert_if_absent(session, LedgerKey, id=signer.key_id, public_key=signer.public_key)
    row = LedgerSeal(
        number=last.number + 1 if last else 1,
        sealed_at=now.astimezone(UTC),
        size=len(hashes),
        root=merkle_root(hashes).hex(),
        previous=chain_hash(last) if last else "",
        key_id=signer.key_id,
    )
    row.signature = signer.sign(statement_bytes(row))
    session.add(row)
    return row


def _contents(session: Session, numbers: Sequence[int]) -> dict[int, SealedTransaction]:
    entries: defaultdict[int, list[SealedEntry]] = defaultdict(list)
    columns = (LedgerEntry.line, LedgerEntry.account, LedgerEntry.subject, LedgerEntry.currency, LedgerEntry.minor)
    lines = select(LedgerEntry.transaction_id, *columns).where(LedgerEntry.transaction_id.in_(numbers))
    for number, line, account, subject, currency, minor in session.execute(lines.order_by(*lines.selected_columns[:2])):
        entries[number].append(SealedEntry(line=line, account=account, subject=subject, currency=currency, minor=minor))
    rows = select(LedgerTransaction.id, LedgerTransaction.key, LedgerTransaction.posted_at)
    return {
        number: SealedTransaction(number=number, key=key, posted_at=_moment(posted_at), entries=entries[number])
        for number, key, posted_at in session.execute(rows.where(LedgerTransaction.id.in_(numbers)))
    }


def _moment(at: datetime) -> str:
    """Both databases keep microseconds."""
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
