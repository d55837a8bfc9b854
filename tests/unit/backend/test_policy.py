"""Rules of law and lender: dated, sourced, and never looser than the law."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from backend.policy.__main__ import page
from backend.policy.rules import SHIPPED, SHIPPED_FILE, Policies, PolicyInvalid, read_rules
from contract.money import Money

ROOT = Path(__file__).parents[3]
TODAY = date(2026, 11, 30)


def rule(code: str, value: Any, **more: Any) -> dict[str, Any]:
    text = {"zh": "本公司规定", "en": "Our own rule"}
    return {
        "code": code,
        "kind": "lender",
        "since": "2026-01-01",
        "value": value,
        "source": "board",
        "text": text,
        **more,
    }


def written(folder: Path, *rules: dict[str, Any]) -> Path:
    (folder / "own.json").write_text(json.dumps(rules))
    return folder / "own.json"


def test_a_microlender_may_lend_200_000_for_consumption_and_10_million_for_business() -> None:
    exposure = SHIPPED.on(TODAY).exposure
    assert (exposure.consumer_limit, exposure.business_limit) == (Money(200_000_00), Money(10_000_000_00))


def test_a_lender_may_be_stricter_than_the_law(tmp_path: Path) -> None:
    own = written(tmp_path, rule("exposure.consumer_limit", {"minor": 5_000_000, "currency": "CNY"}))
    assert Policies.load("microlender", own).on(TODAY).exposure.consumer_limit == Money(50_000_00)


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("exposure.consumer_limit", {"minor": 20_000_001, "currency": "CNY"}),
        ("exposure.consumer_limit", None),
        ("exposure.person_percent_of_net_assets", "10.01"),
        ("payments.holidays_move_due_dates", False),
        ("exposure.no_such_rule", 1),
        ("exposure.open_offers", "many"),
    ],
)
def test_what_is_looser_than_the_law_or_no_rule_is_refused(tmp_path: Path, code: str, value: Any) -> None:
    with pytest.raises(PolicyInvalid):
        Policies.load("microlender", written(tmp_path, rule(code, value)))


def test_a_law_does_not_bind_under_another_licence(tmp_path: Path) -> None:
    own = written(tmp_path, rule("exposure.consumer_limit", {"minor": 90_000_000, "currency": "CNY"}))
    assert Policies.load("private", own).on(TODAY).exposure.consumer_limit == Money(900_000_00)


def test_a_rule_holds_from_its_day(tmp_path: Path) -> None:
    policies = Policies.load("microlender", written(tmp_path, rule("exposure.open_offers", 2, since="2027-01-01")))
    assert [policies.on(day).exposure.open_offers for day in (TODAY, date(2027, 1, 1))] == [1, 2]


def test_an_own_rule_holds_though_what_was_shipped_is_newer(tmp_path: Path) -> None:
    limit = {"minor": 5_000_000, "currency": "CNY"}
    policies = Policies.load(
        "microlender", written(tmp_path, rule("exposure.consumer_limit", limit, since="2024-06-01"))
    )
    assert policies.on(TODAY).exposure.consumer_limit == Money(50_000_00)


def test_the_page_of_what_a_lender_must_decide_is_current() -> None:
    assert (ROOT / "docs" / "what-a-lender-decides.md").read_text() == page(read_rules(SHIPPED_FILE))
