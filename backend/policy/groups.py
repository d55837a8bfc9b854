"""The rules of one day, typed. What each means, and its source, stands in `policy.json`."""

from datetime import time
from decimal import Decimal
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from contract.lending.regions import Province
from contract.money import Money


class Group(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ExposurePolicy(Group):
    """How much one person may owe, and who gets no new loan. None: no limit; of `net_assets`: not told."""

    consumer_limit: Money | None
    business_limit: Money | None
    person_percent_of_net_assets: Decimal = Field(ge=0, le=100)
    related_percent_of_net_assets: Decimal = Field(ge=0, le=100)
    lenders_related_percent_of_net_assets: Decimal = Field(ge=0, le=100)
    net_assets: Money | None
    open_offers: int = Field(ge=1)
    offer_stands_days: int = Field(ge=1)
    written_off_bars_days: int = Field(ge=0)
    hold_days: int = Field(ge=1)


class CataloguePolicy(Group):
    """What may not be offered yet, or any more."""

    secured_lending: bool
    prime_rate_stands_days: int = Field(ge=1)


class PaymentPolicy(Group):
    """`autopay_retry_days`: days after the due date on which a debit that failed is tried again, at each of `autopay_times`."""

    autopay_retry_days: tuple[int, ...]
    autopay_times: tuple[time, ...] = Field(min_length=1)
    refund_tries: int = Field(ge=1)
    refund_retry_hours: int = Field(ge=1)
    minimum_payment: Money
    value_day_most_days: int = Field(ge=0)
    calendar_warned_days: int = Field(ge=17)
    holidays_move_due_dates: bool


class ChangePolicy(Group):
    """Another due day, hardship plans, and write-offs."""

    due_day_months_between: int = Field(ge=0)
    due_day_months_after_plan: int = Field(ge=0)
    due_day_most_gap_days: int = Field(ge=1, le=31)
    due_day_days_past_end: int = Field(ge=0)
    hardship_plans: int = Field(ge=0)
    hardship_months: int = Field(ge=1)
    hardship_second_person_above: Money
    write_off_second_person_above: Money


class ApprovalPolicy(Group):
    """Above these amounts a second person confirms, never the one who proposed. A reviewer's rate keeps within so many
    percentage points of the chosen grade's."""

    second_person_above: Money
    money_second_person_above: Money
    act_waits_days: int = Field(ge=1)
    rate_points_off_grade: Decimal = Field(ge=0)


class ApplicationPolicy(Group):
    """How often a decision is looked at again, and how long what nobody carries on is kept."""

    reviews_asked: int = Field(ge=1)
    contract_lapses_days: int = Field(ge=1)
    answers_kept_days: int = Field(ge=1)


class CasePolicy(Group):
    """Days in which a person answers what a borrower wants looked into."""

    answer_days: int = Field(ge=1)
    urgent_answer_days: int = Field(ge=1)
    credit_report_answer_days: int = Field(ge=1)


class IdentityPolicy(Group):
    """Who may borrow, and what a weaker proof of identity is good for. `max_age` None: no upper limit. For `phone_change_hold_hours` after a
    change of the phone number no card is bound."""

    min_age: int = Field(ge=18)
    max_age: int | None = Field(ge=18)
    card_and_photo_limit: Money
    phone_change_hold_hours: int = Field(ge=0)


class ReferralPolicy(Group):
    """What leaves an application to a person. Ages in years. `regions`: the provinces served, by the first two digits of GB/T 2260;
    None: all. Of `…_borrowers`: with one more within `shared_days` an application is referred."""

    students_may_borrow: bool
    study_until_age: int = Field(ge=0)
    study_told_days: int = Field(ge=0)
    work_from_age: int = Field(ge=0)
    retired_from_age: int = Field(ge=0)
    regions: tuple[Province, ...] | None = Field(min_length=1)
    shared_days: int = Field(ge=0)
    device_borrowers: int = Field(ge=1)
    card_borrowers: int = Field(ge=1)
    address_borrowers: int = Field(ge=1)


class Policy(Group):
    exposure: ExposurePolicy
    catalogue: CataloguePolicy
    payments: PaymentPolicy
    changes: ChangePolicy
    approvals: ApprovalPolicy
    applications: ApplicationPolicy
    cases: CasePolicy
    identity: IdentityPolicy
    referrals: ReferralPolicy

    @classmethod
    def typed(cls, group: str, name: str, value: Any) -> Any:
        """A rule's value in its type. Raises `KeyError` for a rule that does not exist, `ValueError` for another type."""
        field = cls.model_fields[group].annotation.model_fields[name]  # type: ignore[union-attr]
        return TypeAdapter(field.annotation).validate_python(value)
