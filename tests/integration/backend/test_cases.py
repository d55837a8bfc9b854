"""Cases: opened once, added to, answered once; urgent ones first."""

import asyncio
from datetime import timedelta

import pytest

from contract.dates import lender_day
from contract.lending.cases import AnswerCase, Case, CaseKind, OpenCase
from contract.lending.client import BackendProblem
from tests.integration.backend.house import House


async def opened(house: House, kind: CaseKind, words: str, borrower: str = "borrower-1", **more: str) -> Case:
    await house.client.register_borrower(borrower, "zh")
    body = OpenCase(kind=kind, words=words, **more)
    return await house.client.open_case(borrower, body, idempotency_key=next(house.keys))


async def test_a_case_is_kept_in_the_borrowers_own_words(house: House) -> None:
    case = await opened(house, "complaint", "催收态度恶劣")
    assert (case.status, case.words, case.urgent) == ("open", "催收态度恶劣", False)
    assert await house.client.cases("borrower-1") == [case]


@pytest.mark.parametrize(("kind", "days"), [("complaint", 15), ("fraud", 3), ("credit_report", 20)])
async def test_by_when_it_is_answered_is_fixed_when_it_is_opened(house: House, kind: CaseKind, days: int) -> None:
    case = await opened(house, kind, "请核实")
    assert case.answer_by == lender_day(house.clock.now) + timedelta(days=days)
    house.clock.pass_(minutes=60 * 24)
    assert (await opened(house, kind, "补充一句")).answer_by == case.answer_by


async def test_what_is_said_again_is_added_to_the_open_case(house: House) -> None:
    first = await opened(house, "complaint", "催收态度恶劣")
    again = await opened(house, "complaint", "昨天又打了十个电话")
    same = await opened(house, "complaint", "催收态度恶劣")
    assert (again.id, again.words) == (first.id, "催收态度恶劣\n昨天又打了十个电话")
    assert same == again


async def test_a_repeated_key_opens_nothing_more(house: House) -> None:
    await house.client.register_borrower("borrower-1", "zh")
    body = OpenCase(kind="fraud", words="有人冒充你们")
    answers = [await house.client.open_case("borrower-1", body, idempotency_key="same-key") for _ in range(2)]
    assert answers[0] == answers[1]


@pytest.mark.both_databases
async def test_two_at_once_are_one_case(house: House) -> None:
    await asyncio.gather(*(opened(house, "complaint", f"第{number}次") for number in range(4)))
    (case,) = await house.client.cases("borrower-1")
    assert sorted(case.words.split("\n")) == ["第0次", "第1次", "第2次", "第3次"]


async def test_urgent_cases_come_first_then_the_longest_waiting(house: House) -> None:
    kinds: tuple[CaseKind, ...] = ("complaint", "hardship", "fraud")
    for minute, kind in enumerate(kinds):
        await opened(house, kind, "……", f"borrower-{minute}")
        house.clock.pass_(minutes=1)
    assert [case.kind for case in await house.client.waiting_cases()] == ["fraud", "complaint", "hardship"]


async def test_an_answer_closes_the_case_and_the_borrower_is_told(house: House) -> None:
    case = await opened(house, "complaint", "催收态度恶劣")
    answer = AnswerCase(staff_id="stf_1", answer="已核实并处理")
    closed = await house.client.answer_case(case.id, answer)
    assert (closed.status, closed.answer, closed.answered_at) == ("answered", "已核实并处理", house.clock.now)
    assert await house.client.waiting_cases() == []
    with pytest.raises(BackendProblem, match="case_answered"):
        await house.client.answer_case(case.id, answer)
    await house.work()
    assert [(event.kind, event.payload) for event in await house.client.events(0)] == [
        ("case.answered", {"case_id": case.id})
    ]


async def test_a_new_complaint_after_the_answer_is_a_new_case(house: House) -> None:
    case = await opened(house, "complaint", "催收态度恶劣")
    await house.client.answer_case(case.id, AnswerCase(staff_id="stf_1", answer="已处理"))
    assert (await opened(house, "complaint", "又来了")).id != case.id


async def test_a_case_about_anothers_loan_is_not_opened(house: House) -> None:
    loan = await house.paid_out("borrower-2")
    with pytest.raises(BackendProblem, match="not_found"):
        await opened(house, "dispute_charge", "多扣了", loan_id=loan.id)
    assert await house.client.cases("borrower-1") == []


async def test_cases_about_two_loans_are_two(house: House) -> None:
    loans = [await house.paid_out(), await house.paid_out()]
    cases = [await opened(house, "dispute_charge", "多扣了", loan_id=loan.id) for loan in loans]
    assert cases[0].id != cases[1].id


async def test_endless_words_are_refused_and_nothing_is_lost(house: House) -> None:
    for number in range(8):
        case = await opened(house, "complaint", f"{number}" * 990)
    with pytest.raises(BackendProblem, match="case_full"):
        await opened(house, "complaint", "9" * 990)
    assert (await house.client.cases("borrower-1"))[0].words == case.words


@pytest.mark.parametrize("words", ["", "   ", "x" * 1001])
async def test_words_that_are_none_or_too_many_are_refused(house: House, words: str) -> None:
    await house.client.register_borrower("borrower-1", "zh")
    body = OpenCase.model_construct(kind="complaint", words=words)
    with pytest.raises(BackendProblem, match="invalid_request"):
        await house.client.open_case("borrower-1", body, idempotency_key=next(house.keys))


async def test_the_page_behind_the_last_one_shows_the_rest(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("backend.cases.service.WAITING", 2)
    kinds: tuple[CaseKind, ...] = ("complaint", "fraud", "complaint", "fraud", "complaint")
    for number, kind in enumerate(kinds):
        await opened(house, kind, "请处理", f"borrower-{number}")
        house.clock.pass_(minutes=1)
    pages, last = [], None
    while page := await house.client.waiting_cases(last):
        pages.append([case.borrower_id[-1] for case in page])
        last = page[-1].id
    assert pages == [["1", "3"], ["0", "2"], ["4"]]
    with pytest.raises(BackendProblem):
        await house.client.waiting_cases("case_of_nobody")
