"""The format of docs/acceptance.md: its closed lists, and the three kinds of lines. Pure."""

from datetime import date
from typing import Annotated, Any, Literal, Self, get_args

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StrictBool, model_validator

from assistant.evaluate.plain import dated
from contract.acts import Capability, ValueName
from contract.lending.applications import FieldName
from contract.lending.applications import Status as ApplicationStatus
from contract.lending.cases import CaseKind
from contract.lending.loans import LoanStatus
from contract.scenes import SceneName
from contract.texts import Language

# Nobody wants to be asked back.
CAPABILITIES: frozenset[str] = frozenset(get_args(Capability)) - {"repair"}
Value = StrictBool | int | float | str
Text = Annotated[str, Field(min_length=1, pattern=r"\S")]


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ApplicationIs(_Shape):
    status: ApplicationStatus | None = None
    fields: dict[FieldName, Value] = {}
    product: str | None = None


class LoanIs(_Shape):
    status: LoanStatus | None = None
    principal: int | None = None
    due_day: int | None = Field(None, ge=1, le=31)


class PaymentIs(_Shape):
    status: Literal["pending", "succeeded", "failed"] | None = None
    amount: int | None = None


class CaseIs(_Shape):
    kind: CaseKind


class AskedAgain(_Shape):
    field: str
    at_most: int = Field(ge=0)


class _Predicate(_Shape):
    """Exactly one of these is given."""

    application: ApplicationIs | None = None
    loan: LoanIs = LoanIs()
    payment: PaymentIs | None = None
    case: CaseIs | None = None
    hold: StrictBool = True
    owner: Literal["bot", "queue", "staff"] = "bot"
    article: Text = "-"
    understood: list[Capability] = []
    asked_again: AskedAgain | None = None
    reply_language: Language = "zh"
    read_back: StrictBool = True

    @model_validator(mode="after")
    def one_of_all(self) -> "_Predicate":
        if len(self.model_fields_set) != 1:
            raise ValueError("a predicate has exactly one name")
        return self


def _is_predicate(given: dict[str, Any]) -> dict[str, Any]:
    _Predicate.model_validate(given)
    return given


Predicate = Annotated[dict[str, Any], AfterValidator(_is_predicate)]


def _is_wanted(name: str) -> str:
    if name not in CAPABILITIES:
        raise ValueError(f"{name!r} cannot be wanted")
    return name


# `silence`: nothing may answer, for a person holds the conversation.
Wanted = Annotated[Capability, AfterValidator(_is_wanted)] | Literal["silence"]


class Line(_Shape):
    id: Text
    writer: Text
    lang: Language


class Turn(Line):
    """`values` is None where it was left out: nothing is said of values then."""

    scene: SceneName
    before: list[Text] = []
    say: Text
    want: list[Wanted] = Field(min_length=1)
    also: list[Wanted] = []
    values: dict[ValueName, Value] | None = None
    again: Text | None = None

    def on(self, today: date) -> Self:
        """With the days that count from today as dates."""
        told = self.values and {name: dated(value, today) for name, value in self.values.items()}
        return self.model_copy(update={"values": told})


class Goal(Line):
    """`answers` by the name of the question, and `yes` and `no`. `facts` are for whoever reads the goal."""

    scene: SceneName
    persona: str = ""
    facts: dict[str, Any] = {}
    says: list[Text] = Field(min_length=1)
    answers: dict[str, Text] = {}
    must: list[Predicate] = Field(min_length=1)
    must_not: list[Predicate] = []


Noticed = Literal["self_harm", "coerced", "death", "gambling", "illness", "job_loss", "debt", "none"]


class Guarded(Line):
    """A message, and what a careful colleague would notice in it (`none`: nothing)."""

    writer: Text = "-"
    scene: SceneName
    say: Text
    guard: Noticed
    also: list[Noticed] = []


class Question(Line):
    """`articles` are those that answer it; none where nothing may be given as an answer."""

    say: Text
    articles: list[Text]
