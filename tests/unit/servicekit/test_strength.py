"""Which secrets are refused, and in which words."""

import secrets

import pytest
from pydantic import SecretStr

from servicekit.strength import pieces, strong_ring, weakness

STRONG = [
    secrets.token_urlsafe(32),
    secrets.token_hex(16),
    "correct-horse-battery",
    # A repetition at the end only is no pattern.
    "abcdefghijklmnop-abc",
]


@pytest.mark.parametrize(
    ("secret", "wrong"),
    [
        ("", "has fewer than 16 characters"),
        ("fifteen-letters", "has fewer than 16 characters"),
        ("a" * 32, "repeats one pattern"),
        ("0123456789ab" * 3, "repeats one pattern"),
        ("0123456789abcdef" * 2 + "0123", "repeats one pattern"),
        ("aaaaaaaaaaaaaaaaaaaab", "has fewer than 10 different characters"),
        ("0011223344556677" + "0123", "has fewer than 10 different characters"),
    ],
)
def test_what_can_be_guessed_is_refused(secret: str, wrong: str) -> None:
    assert weakness(secret) == wrong


@pytest.mark.parametrize("secret", STRONG, ids=range(len(STRONG)))
def test_what_was_made_at_random_is_taken(secret: str) -> None:
    assert weakness(secret) is None


def test_each_key_of_a_ring_has_to_be_strong() -> None:
    strong_ring(SecretStr(f"{STRONG[0]},{STRONG[1]}"))
    with pytest.raises(ValueError, match="fewer than 16"):
        strong_ring(SecretStr(f"{STRONG[0]},"))


def test_a_settings_single_secrets_are_found_whatever_its_form() -> None:
    assert pieces('{"mobile_api": "k1", "actions": "k2"}') == {"mobile_api": "k1", "actions": "k2"}
    assert pieces("new,old") == {"0": "new", "1": "old"}
    assert pieces("{not json") == {"0": "{not json"}
