"""Hashes, access tokens, and what notifications say."""

import base64
from datetime import UTC, datetime, timedelta

import jwt
import pytest

from contract.lending.events import Event
from mobile_api.auth.keys import TokenKey
from mobile_api.auth.rules import keyed_hash
from mobile_api.auth.tokens import session_named
from mobile_api.push.wording import words_for
from mobile_api.settings import Settings
from servicekit.sealing import KEY_BYTES

SECRET, NEWER = "the-secret-of-these-tests-long-enough-to-be-one", "another-secret-of-these-tests-also-long-enough"
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
CLAIMS = {"iss": "loantalk", "sub": "bor_1", "sid": "ses_1", "exp": NOW + timedelta(minutes=1)}


def test_the_parts_of_a_hash_cannot_be_shifted_into_each_other():
    assert keyed_hash(SECRET, "ab", "c") != keyed_hash(SECRET, "a", "bc")


def gateway(secret: str, previous: str | None = None) -> Settings:
    other = dict.fromkeys(("backend_key", "dialogue_key"), "a-key-of-these-tests-that-opens-nothing-else")
    return Settings.model_validate(
        {
            "environment": "development",
            "token_secret": secret,
            "token_secret_previous": previous,
            "fields_key": base64.b64encode(bytes(range(KEY_BYTES))).decode(),
            **other,
        }
    )


def token(secret: str = SECRET, kid: str = TokenKey(SECRET).id, algorithm: str = "HS256", **claims: object) -> str:
    return jwt.encode(CLAIMS | claims, secret, algorithm, headers={"kid": kid})


def test_an_access_token_names_its_session():
    assert session_named(gateway(SECRET), token(), NOW) == "ses_1"


def test_a_token_made_before_the_secret_was_replaced_is_good_until_the_old_one_is_dropped():
    assert session_named(gateway(NEWER, previous=SECRET), token(), NOW) == "ses_1"
    assert session_named(gateway(NEWER), token(), NOW) is None


def without(claim: str) -> str:
    left = {name: value for name, value in CLAIMS.items() if name != claim}
    return jwt.encode(left, SECRET, "HS256", headers={"kid": TokenKey(SECRET).id})


@pytest.mark.parametrize(
    "forged",
    [
        token("a-third-secret-that-nobody-gave-to-the-gateway"),
        token("", algorithm="none"),
        token(kid="another"),
        token(iss="other"),
        token(exp=NOW),
        without("exp"),
        # As a release before sessions made them: clients refresh.
        without("sid"),
        jwt.encode(CLAIMS, SECRET, "HS256"),
        "rubbish",
    ],
)
def test_a_forged_expired_or_partial_token_names_none(forged):
    assert session_named(gateway(SECRET), forged, NOW) is None


EVENTS = [
    ("application.abandoned", {}),
    *(("application.decided", {"outcome": outcome}) for outcome in ("approve", "counter", "decline")),
    ("loan.disbursed", {}),
    ("payment.succeeded", {}),
    ("payment.failed", {}),
    ("payment.refunded", {}),
    ("loan.corrected", {}),
    ("loan.claim_opened", {}),
    ("loan.annulled", {}),
    ("payout.failed", {}),
]


@pytest.mark.parametrize(("kind", "payload"), EVENTS)
def test_every_event_has_words_in_both_languages_and_no_figures_for_a_lock_screen(kind, payload):
    event = Event(position=1, kind=kind, borrower_id="bor_1", payload=payload, at=NOW)
    words = words_for(event)
    assert words is not None
    for text in (words.title, words.body):
        assert text.zh
        assert text.en
        assert not any(character.isdigit() for character in text.zh + text.en)


@pytest.mark.parametrize("kind", ["application.review_started", "application.document_requested"])
def test_a_step_of_a_review_names_its_deadline_in_the_lenders_zone(kind):
    payload = {"application_id": "app_1", "due_at": "2026-04-01T18:00:00+08:00"}
    words = words_for(Event(position=1, kind=kind, borrower_id="bor_1", payload=payload, at=NOW))
    assert words is not None
    assert "4月1日 18:00" in words.body.zh
    assert "18:00 on 1 April" in words.body.en


# What goes to a person is told by the review's own event.
@pytest.mark.parametrize(("kind", "payload"), [("loan.repaid", {}), ("application.decided", {"outcome": "refer"})])
def test_an_event_of_an_unknown_kind_is_told_to_nobody(kind, payload):
    assert words_for(Event(position=1, kind=kind, borrower_id="bor_1", payload=payload, at=NOW)) is None
