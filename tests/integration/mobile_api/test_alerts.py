"""Whoever runs the system is mailed what is not ready, once, and that it is again."""

import ssl
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from mobile_api.alerts import EVERY, Alerts
from servicekit.mail import MailNotSent, MailServer
from tests.fakes.smtp import FakeMailServer

AT = datetime(2026, 12, 1, 4, 0, tzinfo=UTC)


@pytest.fixture
def post(tmp_path: Path) -> FakeMailServer:
    return FakeMailServer(tmp_path)


async def test_a_part_that_stays_away_is_mailed_once_and_its_return_too(post: FakeMailServer) -> None:
    words = {"backend": "ready", "speech": "ready"}

    def saying(name: str):
        async def check() -> str:
            return words[name]

        return check

    with post.served() as address:
        trust = ssl.create_default_context(cafile=post.certificate)
        send = partial(MailServer(address, "loantalk@bank.cn").send, "li@bank.cn, wang@bank.cn", trust=trust)
        alerts = Alerts({name: saying(name) for name in words}, send)
        looks = (AT + EVERY * number for number in range(100))
        await alerts.look(next(looks))
        words["backend"] = "not ready"
        await alerts.look(next(looks))
        assert post.mails == []
        post.refuses = True
        await alerts.look(next(looks))
        post.refuses = False
        for _ in range(3):
            await alerts.look(next(looks))
        [mail] = post.mails
        assert "Subject: Loantalk: not ready: backend" in mail
        assert "To: li@bank.cn, wang@bank.cn" in mail
        assert "backend: not ready" in mail
        assert post.encrypted
        words["backend"] = "ready"
        moment = next(looks)
        for second in range(3):
            await alerts.look(moment + timedelta(seconds=second))
        assert [("ready again" in one) for one in post.mails] == [False, True]


def test_a_server_that_nobody_vouches_for_gets_no_mail(post: FakeMailServer) -> None:
    with post.served() as address, pytest.raises(MailNotSent, match="SSLCertVerificationError"):
        MailServer(address, "a@bank.cn").send("b@bank.cn", "subject", "text")
    assert post.mails == []
