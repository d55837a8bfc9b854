"""Checking the whole ledger: the books, and every seal against what the tables say now."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from backend.ledger.merkle import leaf_hash, merkle_root
from backend.ledger.models import LedgerKey, LedgerLeaf, LedgerSeal, LedgerTransaction
from backend.ledger.seals import chain_hash, seal_leaves, sealed_contents, statement_bytes
from backend.ledger.service import Finding, verify
from backend.ledger.signing import is_key, is_signed


@dataclass(frozen=True, slots=True)
class Audit:
    """`unsealed` transactions are checked as books, but nothing yet proves that they are as first posted.

    `keys` are the fingerprints that the seals name; whoever checks must know them from elsewhere.
    """

    findings: list[Finding]
    seals: int
    sealed: int
    unsealed: int
    keys: list[str]


@dataclass(frozen=True, slots=True)
class Head:
    """Where a ledger ends: its last transaction and seal, with what proves that both are these; 0 and "" where there is none."""

    transaction: int
    digest: str
    seal: int
    chain_hash: str


def head(session: Session) -> Head:
    last = session.scalars(select(LedgerTransaction).order_by(LedgerTransaction.id.desc()).limit(1)).one_or_none()
    seal = session.scalars(select(LedgerSeal).order_by(LedgerSeal.number.desc()).limit(1)).one_or_none()
    return Head(
        last.id if last else 0,
        last.digest if last else "",
        seal.number if seal else 0,
        chain_hash(seal) if seal else "",
    )


def audit(session: Session, trusted: Collection[str] = (), controls: Sequence[Finding] = ()) -> Audit:
    """Everything wrong, by name. With `trusted` fingerprints a seal of any other key is wrong too. `controls` is what
    others found in the same transaction."""
    findings = [*verify(session), *controls, *_wrong_seals(session, trusted)]
    sealed = session.scalar(select(func.count()).select_from(LedgerLeaf)) or 0
    posted = session.scalar(select(func.count()).select_from(LedgerTransaction)) or 0
    return Audit(
        findings,
        seals=session.scalar(select(func.count()).select_from(LedgerSeal)) or 0,
        sealed=sealed,
        unsealed=posted - sealed,
        keys=list(session.scalars(select(LedgerSeal.key_id).distinct().order_by(LedgerSeal.key_id))),
    )


def public_keys(session: Session) -> dict[str, str]:
    """PEM by fingerprint, of every key that has sealed."""
    return {row.id: row.public_key for row in session.scalars(select(LedgerKey).order_by(LedgerKey.id))}


def _wrong_seals(session: Session, trusted: Collection[str]) -> Iterator[Finding]:
    keys, expected, previous = public_keys(session), 1, ""
    for row in session.scalars(select(LedgerSeal).order_by(LedgerSeal.number)):
        for number in range(expected, row.number):
            yield Finding("seal_missing", f"seal {number}")
        if row.previous != previous:
            yield Finding("seal_chain_broken", f"seal {row.number}")
        yield from _wrong_signature(row, keys, trusted)
        yield from _wrong_leaves(session, row)
        expected, previous = row.number + 1, chain_hash(row)


def _wrong_signature(row: LedgerSeal, keys: dict[str, str], trusted: Collection[str]) -> Iterator[Finding]:
    where, public_key = f"seal {row.number}", keys.get(row.key_id, "")
    if not is_key(public_key, row.key_id):
        yield Finding("seal_key_unknown", where)
    elif not is_signed(public_key, statement_bytes(row), row.signature):
        yield Finding("seal_signature_wrong", where)
    if trusted and row.key_id not in trusted:
        yield Finding("seal_key_not_trusted", where)


def _wrong_leaves(session: Session, row: LedgerSeal) -> Iterator[Finding]:
    """A change of a sealed row shows in its leaf, a change of a leaf in the signed root."""
    leaves = seal_leaves(session, row.number)
    contents = sealed_contents(session, [leaf.transaction_id for leaf in leaves])
    for leaf in leaves:
        content = contents.get(leaf.transaction_id)
        if content is None:
            yield Finding("sealed_transaction_missing", f"transaction {leaf.transaction_id} in seal {row.number}")
        elif leaf_hash(content.model_dump()).hex() != leaf.hash:
            where = f"transaction {leaf.transaction_id} ({content.key}) in seal {row.number}"
            yield Finding("sealed_transaction_differs", where)
    if [leaf.position for leaf in leaves] != list(range(row.size)):
        yield Finding("seal_leaves_missing", f"seal {row.number}: {len(leaves)} of {row.size}")
    elif merkle_root([bytes.fromhex(leaf.hash) for leaf in leaves]).hex() != row.root:
        yield Finding("seal_root_differs", f"seal {row.number}")
