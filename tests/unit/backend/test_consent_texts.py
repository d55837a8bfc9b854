"""The texts that consents are given to."""

from backend.consents.texts import PRESENT, VERSIONS
from contract.lending.consents import PURPOSES, UNVERSIONED


def test_every_purpose_has_a_text_and_no_version_comes_twice() -> None:
    assert set(PRESENT) == set(PURPOSES)
    named = [(one.purpose, one.version) for one in VERSIONS]
    assert len(named) == len(set(named))
    assert UNVERSIONED not in {one.version for one in VERSIONS}


def test_every_text_names_its_source_and_what_withdrawing_changes() -> None:
    for one in VERSIONS:
        assert "《" in one.source
        assert all((one.title.zh, one.title.en, one.withdrawing.zh, one.withdrawing.en))
        assert "{lender}" in one.text.zh
        assert "{lender}" in one.text.en


def test_the_form_asks_by_the_present_text() -> None:
    # `utter_ask_credit_check_consent` tells what this version says. A new one needs new words there.
    assert PRESENT["credit_check"].version == "1"
