"""What every sender of codes must do."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Protocol

import pytest

from contract.texts import LANGUAGES
from mobile_api.auth.errors import MessagesCannotBeSent
from mobile_api.auth.outbox import WORDING, CodeMessage
from mobile_api.senders.carriers import Carrier
from tests.conformance.kit import MOST_SECONDS, Bench, Check
from tests.fakes.code_vendors import Taken
from tests.fakes.misbehaving import How

MESSAGE = CodeMessage("+8613800138000", "482913", "sign_in", "zh")
AT = datetime(2026, 12, 1, 4, 0, tzinfo=UTC)


class CodesBench(Bench, Protocol):
    """`taken` is what the far side will deliver, oldest first."""

    carrier: Carrier

    @property
    def taken(self) -> Sequence[Taken]: ...

    def misbehave(self, how: How, times: int = 1) -> None: ...


async def sends(bench: CodesBench, message: CodeMessage = MESSAGE) -> None:
    async with asyncio.timeout(MOST_SECONDS):
        await bench.carrier.carry(message, AT)


async def refuses(bench: CodesBench) -> None:
    with pytest.raises(MessagesCannotBeSent):
        await sends(bench)


async def arrives_once(bench: CodesBench) -> None:
    await sends(bench)
    assert [(one.phone, one.code) for one in bench.taken] == [(MESSAGE.phone, MESSAGE.code)]


async def has_words_for_everything(bench: CodesBench) -> None:
    for purpose in WORDING:
        for language in LANGUAGES:
            await sends(bench, CodeMessage(MESSAGE.phone, MESSAGE.code, purpose, language))
    words = [one.words for one in bench.taken]
    assert len(set(words)) == len(words) == len(WORDING) * len(LANGUAGES)


async def a_refusal_is_told(bench: CodesBench) -> None:
    bench.misbehave("refuses")
    await refuses(bench)


async def a_fault_is_told(bench: CodesBench) -> None:
    bench.misbehave("fault", times=5)
    await refuses(bench)
    assert bench.taken == []


async def an_answer_nobody_can_read_is_no_success(bench: CodesBench) -> None:
    bench.misbehave("garbage", times=5)
    await refuses(bench)


async def silence_is_bounded(bench: CodesBench) -> None:
    bench.misbehave("silent", times=5)
    await refuses(bench)


async def a_lost_answer_sends_nothing_twice(bench: CodesBench) -> None:
    bench.misbehave("lost", times=5)
    await refuses(bench)
    assert len(bench.taken) == 1


async def a_fault_afterwards_sends_nothing_twice(bench: CodesBench) -> None:
    bench.misbehave("fault_after", times=5)
    await refuses(bench)
    assert len(bench.taken) == 1


CHECKS: Sequence[Check[CodesBench]] = [
    Check("a code arrives once, as it was sent", arrives_once),
    Check("there are words for every purpose in both languages", has_words_for_everything),
    Check("what the far side refuses is told", a_refusal_is_told),
    Check("a fault of the far side is told, and nothing was sent", a_fault_is_told),
    Check("an answer that nobody can read is no success", an_answer_nobody_can_read_is_no_success),
    Check("a silent far side is waited for within bounds", silence_is_bounded),
    Check("after a lost answer nothing is sent twice", a_lost_answer_sends_nothing_twice),
    Check("after a fault that came too late nothing is sent twice", a_fault_afterwards_sends_nothing_twice),
]
