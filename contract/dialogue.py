"""A turn as the dialogue channel is asked and answers it (docs/design.md, "The dialogue channel")."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from contract.acts import Understanding
from contract.texts import Language

# Of one message, in characters.
LONGEST_TEXT = 500
# What is longer than so many clauses is told as a whole.
MOST_CLAUSES = 4
AcceptanceVerdict = Literal["accepted", "wrong_code", "contract_changed", "code_expired", "too_many_tries"]
"""What the gateway made of a one-time code for a contract."""


class Answered(BaseModel):
    """What a service inside tells. People's words are in it, so an answer of another form is logged without them."""

    model_config = ConfigDict(hide_input_in_errors=True)


class OfferedButton(Answered):
    """`payload` is the dialogue's own syntax; it never leaves the gateway."""

    title: str
    payload: str


class HandoffRequest(Answered):
    """The dialogue asks for a person. `case`: the number of the case that it opened for it."""

    reason: str
    summary: str
    case: str | None = None


class SettingsChange(Answered):
    """The borrower asked for it and said yes: another setting, or the end of the account."""

    reminders: bool | None = None
    close_account: bool = False


class Reply(Answered):
    text: str
    speak: str | None = None
    language: Language
    buttons: list[OfferedButton] = []
    blocks: list[dict[str, Any]] = []
    handoff: HandoffRequest | None = None
    settings: SettingsChange | None = None


class DialogueTurn(Answered):
    """`expects`: the question that stands open now, an `Expects` or one of a newer dialogue; null where none does."""

    replies: list[Reply]
    understanding: Understanding
    expects: str | None
