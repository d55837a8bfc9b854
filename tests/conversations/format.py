"""What a file under `tests/conversations` may say. `python -m tests.conversations.format` writes `schema.json` for editors.

Described for authors in `docs/conversations.md`.
"""

import json
from pathlib import Path
from typing import Annotated, Any, Literal, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator

from contract.acts import Act, Guard, Value, ValueName
from contract.dialogue import AcceptanceVerdict

HERE = Path(__file__).parent
SCHEMA = HERE / "schema.json"
# What the borrower, or somebody for them, does in a turn: one of them.
DOES = ("say", "waits", "press", "press_earlier", "code", "card", "finish", "handback")
Language = Literal["zh", "en"]
Fact = Literal["due", "overdue", "outstanding", "payoff"]
Words = Annotated[list[str], Field(min_length=1)]


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid", use_attribute_docstrings=True)


class GivenLoan(BaseModel):
    """A sound borrower's loan. Every other key is an answer of the application form, e.g. `amount` or `purpose`."""

    model_config = ConfigDict(extra="allow", use_attribute_docstrings=True)

    days_ago: int = Field(0, ge=0)
    """How many days ago it was signed and paid out."""
    state: Literal["active", "pending_payout", "payout_failed", "settled", "written_off"] = "active"
    """What became of it."""
    payment: Literal["pending", "succeeded", "failed"] | None = None
    """A payment of ¥100 made today, and how it ended."""


class Turn(Part):
    """One thing that is done (`say`, `waits`, `press`, `press_earlier`, `code`, `card`, `finish` or `handback`), and what
    has to come of it."""

    model_config = ConfigDict(json_schema_extra={"oneOf": [{"required": [does]} for does in DOES]})

    say: str | None = None
    """The borrower writes this. `{same_day}` is the due day of the newest loan, `{near_day}` another one near it."""
    waits: str | None = None
    """The borrower writes this while a person is waited for."""
    press: Any = None
    """The title of a button of the last reply."""
    press_earlier: str | None = None
    """The title of a button of any earlier reply."""
    code: AcceptanceVerdict | None = None
    """The borrower enters a one-time code, and this is what the gateway says of it."""
    card: Literal["signed"] | None = None
    """The contract is signed on its card; the dialogue is not told."""
    finish: dict[str, str] | None = None
    """Answers by field to what is still asked, up to the read-back. What is not named is answered as most do, else skipped."""
    handback: dict[str, Any] | None = None
    """A person returns the conversation, with the slots that they changed."""

    another_code: bool = False
    """The gateway took what is said for a wish for another code."""
    reason: str = "talk_to_human"
    """With `waits`: why a person was called."""

    hears: Words | None = None
    """Words that the replies have to contain."""
    not_hears: Words | None = None
    """Words that they must not contain."""
    hears_fact: Annotated[list[Fact], Field(min_length=1)] | None = None
    """Figures of the newest loan, as the backend has them now, that the replies have to name."""
    speaks: Words | None = None
    """Words that the text to be read aloud has to contain."""
    expects: str | None = None
    """What is asked for next; `null` for nothing."""
    intent: str | None = None
    """How the borrower was understood."""
    acts: list[Act] | None = None
    """What was done, all of it (docs/contracts/acts.md)."""
    values: dict[ValueName, Value] | None = None
    """The values that were taken from this message."""
    article: str | None = None
    """The help article that was given."""
    guard: Guard | None = None
    """The danger or ban that outweighed the intent."""
    asked_back: bool | None = None
    """Whether the assistant only asked what was meant."""
    language: Language | None = None
    """The language of every reply."""
    buttons: list[str] | None = None
    """Titles that are among the buttons."""
    blocks: list[str] | None = None
    """Types that are among the cards."""
    no_blocks: list[str] | None = None
    """Types that are not."""
    quote: dict[str, Any] | None = None
    """Figures of a quote that is shown."""
    settings: dict[str, Any] | None = None
    """What the gateway is told to set. Where this is missing, nothing may be set."""
    handoff: str | None = None
    """The reason why a person is called. Where this is missing, nobody may be called."""
    summary: Words | None = None
    """Words that the summary for that person has to contain."""
    left_to_the_person: bool = False
    """The dialogue says nothing."""

    @model_validator(mode="after")
    def one_thing_is_done(self) -> Self:
        if len(done := self.model_fields_set & set(DOES)) != 1:
            raise ValueError(f"one of {', '.join(DOES)} is needed, not {sorted(done)}")
        return self


class ExpectedApplication(Part):
    """The newest application at the end."""

    fields: dict[str, Any] = {}
    """Values by field; a bare number is yuan where the field is money."""
    decided: bool = False
    """It was submitted and decided."""
    status: str | None = None
    skipped: list[str] | None = None
    """The fields that the borrower did not want to answer."""


class ExpectedLoan(Part):
    status: str | None = None
    payments: list[str] | None = None
    """The status of each payment, newest first."""
    paid: Fact | int | None = None
    """The newest payment's amount: a figure of the loan, or fen."""
    due_day: Literal["same", "near"] | None = None
    """As in `say`."""


class ExpectedCase(Part):
    kind: str
    words: str | None = None
    """What the borrower said of it."""
    about_loan: bool | None = None
    """Whether it names a loan."""


class Conversation(Part):
    """One conversation with a new borrower; its file's name is the sentence that it proves."""

    language: Language
    """That of the borrower's app."""
    given: list[GivenLoan] = []
    """The loans that the borrower has before the first word."""
    turns: Annotated[list[Turn], Field(min_length=1)]
    application: ExpectedApplication | None = None
    statuses: list[str] | None = None
    """The status of every application at the end, newest first."""
    loans: list[ExpectedLoan] = []
    """The loans at the end, newest first; what is not named is not looked at."""
    cases: list[ExpectedCase] | None = None
    """All cases at the end, newest first."""


def read(file: Path) -> dict[str, Any]:
    """The conversation, as it is written. Raises `pydantic.ValidationError`."""
    written: dict[str, Any] = yaml.safe_load(file.read_text())
    Conversation.model_validate(written)
    return written


def schema() -> str:
    return json.dumps(Conversation.model_json_schema(), indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    SCHEMA.write_text(schema())
