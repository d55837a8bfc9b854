"""A repeated money write answers its first result and changes nothing more."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from pydantic import BaseModel
from sqlalchemy import Index
from sqlalchemy.orm import Mapped, Session, mapped_column

from backend.db import Base, Document, UtcTime, insert_if_absent
from contract.canonical import canonical_hash
from servicekit.problems import Problem

Answer = TypeVar("Answer", bound=BaseModel)


class IdempotencyKeyMissing(Problem):
    code = "idempotency_key_missing"
    title = "This request needs an Idempotency-Key header."


class IdempotencyKeyReused(Problem):
    code = "idempotency_key_reused"
    title = "This idempotency key was used for another request."


class KeptAnswer(Base):
    """The first answer to a key; `answer` is empty only inside the transaction that is making it."""

    __tablename__ = "kept_answers"
    __table_args__ = (Index("ix_kept_answers_created_at", "created_at"),)

    borrower_id: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    request_hash: Mapped[str]
    answer: Mapped[dict[str, Any] | None] = mapped_column(Document(dict[str, Any]))
    created_at: Mapped[datetime] = mapped_column(UtcTime)


def once(
    session: Session,
    borrower_id: str,
    key: str,
    request: Any,
    now: datetime,
    answer: type[Answer],
    do: Callable[[], Answer],
) -> Answer:
    """Run `do` for the first request under this borrower's key; answer a repetition with what the first one got.

    `request` is all that makes two requests the same (path and body). Of two at the same time the second waits for the
    first's transaction. A request that raises keeps nothing. Raises `IdempotencyKeyReused`.
    """
    request_hash = canonical_hash(request)
    new = insert_if_absent(
        session, KeptAnswer, borrower_id=borrower_id, key=key, request_hash=request_hash, answer=None, created_at=now
    )
    kept = session.get_one(KeptAnswer, (borrower_id, key))
    if not new:
        if kept.request_hash != request_hash:
            raise IdempotencyKeyReused()
        return answer.model_validate(kept.answer)
    result = do()
    kept.answer = result.model_dump(mode="json")
    session.flush()
    return result
