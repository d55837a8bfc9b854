"""What answers tell of the lender and its rules: an answer names it in braces, `{offer_days}`. Pure."""

from collections.abc import Mapping
from decimal import Decimal

from backend.policy.groups import Policy
from contract.lending.products import Licence
from contract.retention.table import RetentionTable
from contract.texts import LocalText
from servicekit.staffed_hours import StaffedHours

Facts = Mapping[str, LocalText]

LICENCES: dict[Licence, LocalText] = {
    "microlender": LocalText(
        zh="一家受地方金融管理部门监管的小额贷款公司", en="a microlender supervised by the local financial authority"
    ),
    "private": LocalText(zh="按民间借贷的规定出借", en="which lends under the rules for private lending"),
}


def facts_of(
    policy: Policy,
    *,
    lender: LocalText,
    licence: Licence,
    most_percent: Decimal,
    review_days: int,
    hours: StaffedHours,
    kept: RetentionTable,
) -> Facts:
    """`most_percent`: the highest yearly cost, all in. `review_days`: working days in which a reviewer answers. `kept`: how long what is kept."""
    return {
        "lender": lender,
        "licence": LICENCES[licence],
        "rate_cap": _plain(f"{most_percent.normalize():f}"),
        "offer_days": _plain(policy.exposure.offer_stands_days),
        "reviews_asked": _plain(policy.applications.reviews_asked),
        "due_day_gap": _plain(policy.changes.due_day_most_gap_days),
        "due_day_months": _plain(policy.changes.due_day_months_between),
        "review_deadline": _deadline(review_days),
        "staff_hours": hours.in_words(),
        "kept_after_loan": kept.periods["relation"].in_words(),
        "kept_without_loan": kept.periods["undecided"].in_words(),
        "kept_draft": kept.periods["drafts"].in_words(),
        "kept_chat": kept.periods["conversation"].in_words(),
    }


def filled(text: LocalText, facts: Facts) -> LocalText:
    """Raises `KeyError` for a fact that is not known."""
    return LocalText(
        zh=text.zh.format_map({name: fact.zh for name, fact in facts.items()}),
        en=text.en.format_map({name: fact.en for name, fact in facts.items()}),
    )


def _plain(figure: object) -> LocalText:
    return LocalText(zh=str(figure), en=str(figure))


def _deadline(working_days: int) -> LocalText:
    if working_days == 1:
        return LocalText(zh="在下一个工作日 18:00 前", en="by 6 pm on the next working day")
    return LocalText(zh=f"在 {working_days} 个工作日内", en=f"within {working_days} working days")
