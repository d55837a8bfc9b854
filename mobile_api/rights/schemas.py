"""Requests about one's data, as the API takes and answers them."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from contract.lending.rights import HeldTable, TableOutcome
from contract.texts import Language, LocalText

WORDS = {"delete my account", "注销我的账户"}
Waiting = Literal["loan", "case", "conversation", "service"]


class CloseAccount(BaseModel):
    """`confirm` repeats the words that the page names, so that no stray request closes an account. `code`: the one-time code that
    was sent for it; without it the answer tells how to ask for one."""

    confirm: Annotated[str, Field(description="“delete my account” or 「注销我的账户」.", max_length=40)]
    code: str | None = Field(None, max_length=20)


class ErasureReceipt(BaseModel):
    """What an erasure did, and what it left. It names no person.

    `waits_for`: why it is not done yet (`done_at`): it goes on by itself when the `loan` or `case` has ended, the `conversation` rests, a
    `service` answers again. Until a loan has ended the account stays open, so that it can be paid.
    """

    id: str
    asked_at: datetime
    done_at: datetime | None
    account_closed: bool
    waits_for: list[Waiting]
    relation_ended_on: date | None
    outcomes: list[TableOutcome]
    says: LocalText


class Export(BaseModel):
    """All that is held of a borrower, by table: why, on which ground, and every row as it stands. Amounts are minor units."""

    format: Literal["loantalk-export-1"] = "loantalk-export-1"
    borrower_id: str
    language: Language
    made_at: datetime
    tables: list[HeldTable]
