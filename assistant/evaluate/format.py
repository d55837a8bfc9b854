"""The format of docs/acceptance.md: its closed lists, and the three kinds of lines. Pure."""

from typing import Annotated, Any, Literal, get_args

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StrictBool, model_validator

from assistant.evaluate.scenes import SCENES

Language = Literal["zh", "en"]
Capability = Literal[
    "apply_loan", "inform", "correct_value", "quote_repayment", "product_info", "recommend_product", "compare_products",
    "eligibility", "application_status", "accept_offer", "decline_offer", "withdraw_application", "why_declined",
    "improve_credit", "loan_balance", "next_payment", "repayment_schedule", "make_payment", "early_payoff", "change_due_date",
    "hardship", "overdue_help", "payment_failed", "dispute_charge", "not_my_loan", "credit_report_dispute", "get_document",
    "change_bank_card", "change_phone", "fees_question", "legal_question", "faq", "reminders_settings", "complaint",
    "report_fraud", "talk_to_human", "cancel_flow", "change_language", "repeat", "greet", "thanks", "goodbye", "affirm", "deny",
    "bot_challenge", "out_of_scope", "abuse", "distress", "delete_my_data", "get_my_data", "bereavement", "my_rate",
    "promise_to_pay", "payout_question", "autopay_settings", "not_yet",
]  # fmt: skip
FieldName = Literal[
    "purpose", "amount", "term_months", "method", "monthly_income", "monthly_expenses", "employment", "employment_years",
    "housing", "assets", "debt", "credit_check_consent",
]  # fmt: skip
ValueName = FieldName | Literal["pay_amount", "day", "loan"]
ApplicationStatus = Literal[
    "draft", "referred", "approved", "counter_offered", "declined", "withdrawn", "refused_by_borrower", "accepted",
    "cancelled", "expired",
]  # fmt: skip
LoanStatus = Literal["pending_payout", "active", "settled", "written_off", "cancelled", "annulled"]
CaseKind = Literal[
    "complaint", "fraud", "not_my_loan", "dispute_charge", "credit_report", "hardship", "change_phone", "erasure", "data_copy",
]  # fmt: skip
CAPABILITIES: frozenset[str] = frozenset(get_args(Capability))
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


def _is_scene(scene: str) -> str:
    if scene not in SCENES:
        raise ValueError(f"there is no scene {scene!r}")
    return scene


Scene = Annotated[str, AfterValidator(_is_scene)]


class Line(_Shape):
    id: Text
    writer: Text
    lang: Language


class Turn(Line):
    """`values` is None where it was left out: nothing is said of values then."""

    scene: Scene
    before: list[Text] = []
    say: Text
    want: list[Capability] = Field(min_length=1)
    also: list[Capability] = []
    values: dict[ValueName, Value] | None = None
    again: Text | None = None


class Goal(Line):
    """`answers` by the name of the question, and `yes` and `no`. `facts` are for whoever reads the goal."""

    scene: Scene
    persona: str = ""
    facts: dict[str, Any] = {}
    says: list[Text] = Field(min_length=1)
    answers: dict[str, Text] = {}
    must: list[Predicate] = Field(min_length=1)
    must_not: list[Predicate] = []


class Question(Line):
    """`articles` are those that answer it; none where nothing may be given as an answer."""

    say: Text
    articles: list[Text]
