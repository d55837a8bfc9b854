from datetime import UTC, datetime, timedelta

import pytest

from backend.payments.errors import BadSignature
from backend.payments.signature import check_signature, sign

NOW = datetime(2026, 3, 31, tzinfo=UTC)
STAMP = str(int(NOW.timestamp()))


def test_a_signed_callback_is_taken() -> None:
    check_signature([b"secret"], STAMP, sign(b"secret", STAMP, b"{}"), b"{}", NOW)


@pytest.mark.parametrize(
    ("timestamp", "signature", "body"),
    [
        (STAMP, sign(b"other", STAMP, b"{}"), b"{}"),
        (STAMP, sign(b"secret", STAMP, b"{}"), b"{ }"),
        ("1", sign(b"secret", STAMP, b"{}"), b"{}"),
        (STAMP, "", b"{}"),
        ("", "", b""),
        ("钱", "签", b"{}"),
    ],
)
def test_a_wrong_secret_body_or_time_is_refused(timestamp: str, signature: str, body: bytes) -> None:
    with pytest.raises(BadSignature):
        check_signature([b"secret"], timestamp, signature, body, NOW)


def test_an_old_callback_is_not_taken_again() -> None:
    with pytest.raises(BadSignature):
        check_signature([b"secret"], STAMP, sign(b"secret", STAMP, b"{}"), b"{}", NOW + timedelta(minutes=6))
