"""What every payment provider's adapter must do."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Protocol

import pytest

from backend.payments.callbacks import CallbackCheck
from backend.payments.errors import BadSignature
from backend.payments.provider import Provider, ProviderUnavailable
from backend.payments.statement import read_statement
from contract.dates import lender_day
from contract.lending.payments import Callback, TransferOrder
from contract.money import Money
from tests.conformance.kit import Bench, Check
from tests.fakes.misbehaving import How

AT = datetime(2026, 12, 1, 4, 0, tzinfo=UTC)
DAY = lender_day(AT)
CARD = "card-token-7c1f"
ORDER = TransferOrder(transfer_id="payment_1", direction="debit", amount=Money(1_234_56), card_token=CARD)
AMOUNTS = (1, 99, 1_000_01, 99_999_999_99)
# What reconciliation reads files by.
SEAL = b"the-seal-of-daily-files"
Sent = tuple[Mapping[str, str], bytes]


class ProviderBench(Bench, Protocol):
    """`end` lets the far side carry an order out, or fail; `callback` is what it then sends, signed anew each time, by the key of `whose`."""

    provider: Provider

    @property
    def callbacks(self) -> CallbackCheck: ...

    def misbehave(self, how: How, times: int = 1) -> None: ...

    def moved(self, transfer_id: str) -> list[int]: ...

    def end(self, transfer_id: str, failure: str = "") -> None: ...

    def callback(self, transfer_id: str, whose: str = "bank") -> Sent: ...


def outcome(bench: ProviderBench) -> Callback:
    fate = bench.provider.status(ORDER.transfer_id)
    assert isinstance(fate, Callback), fate
    return fate


def unavailable(bench: ProviderBench) -> None:
    """Neither taken nor known: it is asked again later."""
    with pytest.raises(ProviderUnavailable):
        bench.provider.order(ORDER)
    with pytest.raises(ProviderUnavailable):
        bench.provider.status(ORDER.transfer_id)


async def an_order_moves_its_amount_once(bench: ProviderBench) -> None:
    for _ in range(3):
        bench.provider.order(ORDER)
    bench.end(ORDER.transfer_id)
    bench.provider.order(ORDER)
    assert bench.moved(ORDER.transfer_id) == [ORDER.amount.minor]
    assert (outcome(bench).status, outcome(bench).amount) == ("succeeded", ORDER.amount)


async def amounts_are_exact(bench: ProviderBench) -> None:
    for minor in AMOUNTS:
        name = f"payment_{minor}"
        bench.provider.order(ORDER.model_copy(update={"transfer_id": name, "amount": Money(minor)}))
        bench.end(name)
    assert [bench.moved(f"payment_{minor}") for minor in AMOUNTS] == [[minor] for minor in AMOUNTS]
    told = read_statement([SEAL], DAY, bench.provider.statement(DAY))
    assert {line.transfer_id: line.minor for line in told} == {f"payment_{minor}": minor for minor in AMOUNTS}


async def what_is_under_way_and_what_is_not_known_differ(bench: ProviderBench) -> None:
    assert bench.provider.status(ORDER.transfer_id) == "not_known"
    bench.provider.order(ORDER)
    assert bench.provider.status(ORDER.transfer_id) == "under_way"


async def a_lost_answer_is_asked_about_and_moves_once(bench: ProviderBench) -> None:
    bench.misbehave("lost")
    with pytest.raises(ProviderUnavailable):
        bench.provider.order(ORDER)
    bench.end(ORDER.transfer_id)
    assert outcome(bench).status == "succeeded"
    bench.provider.order(ORDER)
    assert bench.moved(ORDER.transfer_id) == [ORDER.amount.minor]


async def a_fault_after_taking_it_moves_once(bench: ProviderBench) -> None:
    bench.misbehave("fault_after")
    with pytest.raises(ProviderUnavailable):
        bench.provider.order(ORDER)
    bench.provider.order(ORDER)
    bench.end(ORDER.transfer_id)
    assert bench.moved(ORDER.transfer_id) == [ORDER.amount.minor]


async def faults_and_silence_are_never_not_known(bench: ProviderBench) -> None:
    faults: Sequence[How] = ("fault", "busy", "silent", "garbage")
    for how in faults:
        bench.misbehave(how, times=2)
        unavailable(bench)
    assert bench.provider.status(ORDER.transfer_id) == "not_known"


async def an_answer_that_is_not_its_own_is_not_believed(bench: ProviderBench) -> None:
    bench.misbehave("forged", times=2)
    unavailable(bench)
    bench.misbehave("forged")
    with pytest.raises(ProviderUnavailable):
        bench.provider.statement(DAY)


async def late_success_is_told(bench: ProviderBench) -> None:
    bench.provider.order(ORDER)
    bench.end(ORDER.transfer_id, "insufficient_funds")
    assert (outcome(bench).status, outcome(bench).failure) == ("failed", "insufficient_funds")
    bench.end(ORDER.transfer_id)
    assert outcome(bench).status == "succeeded"


async def its_callbacks_are_known(bench: ProviderBench) -> None:
    bench.provider.order(ORDER)
    bench.end(ORDER.transfer_id)
    nonces = set()
    for _ in range(2):
        headers, body = bench.callback(ORDER.transfer_id)
        nonces.add(bench.callbacks.check(_lower(headers), body, AT))
        assert Callback.model_validate(json.loads(body)).amount == ORDER.amount
    assert len(nonces) == 2, "a callback that is sent again has a nonce of its own"
    assert "" not in nonces, "a callback without a nonce could be played again"


async def a_callback_of_another_is_refused(bench: ProviderBench) -> None:
    bench.provider.order(ORDER)
    bench.end(ORDER.transfer_id)
    headers, body = bench.callback(ORDER.transfer_id)
    forged, _ = bench.callback(ORDER.transfer_id, "somebody")
    tampered = body.replace(b"123456", b"923456")
    assert tampered != body
    late = AT + timedelta(minutes=6)
    for sent, content, at in ((forged, body, AT), (headers, tampered, AT), ({}, body, AT), (headers, body, late)):
        with pytest.raises(BadSignature):
            bench.callbacks.check(_lower(sent), content, at)


async def a_replayed_callback_is_recognised(bench: ProviderBench) -> None:
    bench.provider.order(ORDER)
    bench.end(ORDER.transfer_id)
    headers, body = bench.callback(ORDER.transfer_id)
    assert bench.callbacks.check(_lower(headers), body, AT) == bench.callbacks.check(_lower(headers), body, AT)


def _lower(headers: Mapping[str, str]) -> Mapping[str, str]:
    return {name.lower(): value for name, value in headers.items()}


CHECKS: Sequence[Check[ProviderBench]] = [
    Check("an order moves its amount once, however often it is given", an_order_moves_its_amount_once),
    Check("amounts are exact, in orders and in the daily file", amounts_are_exact),
    Check("what is under way is told from what is not known", what_is_under_way_and_what_is_not_known_differ),
    Check("an order whose answer was lost is asked about, and moves once", a_lost_answer_is_asked_about_and_moves_once),
    Check("an order that was taken before a fault moves once", a_fault_after_taking_it_moves_once),
    Check("faults and silence, within bounds, are never taken for 'not known'", faults_and_silence_are_never_not_known),
    Check("an answer that is not the provider's own is not believed", an_answer_that_is_not_its_own_is_not_believed),
    Check("what failed and succeeded later is told so", late_success_is_told),
    Check("callbacks are known as the provider's, each with its own nonce", its_callbacks_are_known),
    Check("a callback that is forged, changed, unsigned or old is refused", a_callback_of_another_is_refused),
    Check("a callback that is played again is recognised", a_replayed_callback_is_recognised),
]
