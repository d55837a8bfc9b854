from dataclasses import replace
from datetime import date, time
from decimal import Decimal

import pytest

from backend.help_centre.facts import Facts, facts_of, filled
from backend.help_centre.library import Entry, entries
from backend.policy.rules import SHIPPED
from contract.lending.products import Licence
from contract.retention.table import shipped
from contract.texts import LocalText
from servicekit.staffed_hours import StaffedHours

POLICY = SHIPPED.on(date(2026, 11, 2))


def told(
    *, licence: Licence = "microlender", most: str = "24", days: int = 1, hours: StaffedHours | None = None
) -> Facts:
    return facts_of(
        POLICY,
        lender=LocalText(zh="示例小贷", en="Example Microloan"),
        licence=licence,
        most_percent=Decimal(most),
        review_days=days,
        hours=hours or StaffedHours(),
        kept=shipped(),
    )


@pytest.mark.parametrize("entry", entries(), ids=lambda entry: entry.id)
def test_every_answer_can_be_filled_and_leaves_no_gap(entry: Entry) -> None:
    answer = filled(entry.answer, told())
    assert "{" not in answer.zh + answer.en + entry.speak.zh + entry.speak.en


def test_figures_are_those_of_the_policy() -> None:
    changed = POLICY.model_copy(update={"exposure": POLICY.exposure.model_copy(update={"offer_stands_days": 14})})
    facts = facts_of(
        changed,
        lender=LocalText(zh="甲", en="A"),
        licence="private",
        most_percent=Decimal("12.00"),
        review_days=3,
        hours=StaffedHours(),
        kept=shipped(),
    )
    offer = next(entry for entry in entries() if entry.id == "offer-expiry")
    assert "14 天" in filled(offer.answer, facts).zh
    assert "14 days" in filled(offer.answer, facts).en
    assert facts["rate_cap"].en == "12"
    assert "3 个工作日" in facts["review_deadline"].zh


def test_a_lender_is_named_with_its_licence() -> None:
    lender = next(entry for entry in entries() if entry.id == "lender-who")
    assert filled(lender.answer, told()).zh.startswith("出借人是示例小贷，一家受地方金融管理部门监管的小额贷款公司")
    assert "rules for private lending" in filled(lender.answer, told(licence="private")).en


def test_staff_hours_are_the_lenders() -> None:
    phone = next(entry for entry in entries() if entry.id == "service-phone")
    assert "工作日 9:00–18:00" in filled(phone.answer, told()).zh
    daily = StaffedHours(opens=time(8), closes=time(22), every_day=True)
    assert "every day, 8:00–22:00" in filled(phone.answer, told(hours=daily)).en


def test_a_fact_that_nobody_knows_is_an_error() -> None:
    entry = replace(entries()[0], answer=LocalText(zh="{unknown}", en="{unknown}"))
    with pytest.raises(KeyError):
        filled(entry.answer, told())
