from backend.scoring.features import FEATURES
from backend.scoring.reasons import (
    BY_FEATURE,
    CHANGEABLE,
    INSTALMENT_TOO_HIGH,
    OVER_LIMIT,
    REVIEW_BY_A_PERSON,
    reasons_for,
)


def test_the_weightiest_reasons_come_first_and_are_four_at_most() -> None:
    weights = {"debt_months": 0.9, "rents": 0.2, "assets_short": 0.6, "years_short": 0.4, "term_years": 0.1}
    codes = [reason.code for reason in reasons_for(weights, affordable=True, within_limit=True, untold=set())]
    assert codes == ["debt_high", "assets_low", "work_history_short", "no_own_home"]


def test_what_speaks_for_the_borrower_is_no_reason_against() -> None:
    assert reasons_for({"debt_months": -0.9, "rents": 0.01}, affordable=True, within_limit=True, untold=set()) == []


def test_an_instalment_too_high_comes_before_everything() -> None:
    codes = [
        reason.code for reason in reasons_for({"debt_months": 0.9}, affordable=False, within_limit=False, untold=set())
    ]
    assert codes == ["instalment_too_high", "over_limit", "debt_high"]


def test_an_answer_not_given_is_asked_for_and_not_held_against_the_borrower() -> None:
    reasons = reasons_for({"assets_short": 0.9, "rents": 0.5}, affordable=True, within_limit=True, untold={"assets"})
    assert [reason.code for reason in reasons] == ["evidence_missing", "no_own_home"]
    assert "资产" in reasons[0].text.zh
    assert "assets" in reasons[0].text.en


def test_every_feature_has_its_words_in_both_languages() -> None:
    assert set(BY_FEATURE) == set(FEATURES)
    for reason in [*BY_FEATURE.values(), INSTALMENT_TOO_HIGH, OVER_LIMIT, REVIEW_BY_A_PERSON]:
        assert all([reason.text.zh, reason.text.en, reason.improve.zh, reason.improve.en])


def test_what_a_borrower_can_change_belongs_to_a_reason_that_exists() -> None:
    assert CHANGEABLE.keys() <= {reason.code for reason in BY_FEATURE.values()}
