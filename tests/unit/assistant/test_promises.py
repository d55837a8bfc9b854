"""Days by which borrowers mean to pay. Sunday, 22 November 2026 is today."""

from datetime import date

import pytest

from assistant.actions.promises import promised_day
from assistant.actions.turn import Turn
from language.days import VagueDay
from language.money import read_paid


def said(text: str, **slots: str) -> Turn:
    return Turn(
        borrower_id="b", conversation="c", message_id="m", language="zh", text=text, intent="", entities={}, slots=slots,
        in_form=False, last_said=(), said_on=date(2026, 11, 22),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("我下周五再还", date(2026, 11, 27)),
        ("15号才能还", date(2026, 12, 15)),
        ("下个月五号还行不行", date(2026, 12, 5)),
        ("I'll pay next Friday", date(2026, 11, 27)),
        ("can I pay on the 5th", date(2026, 12, 5)),
        ("发工资才能还", VagueDay()),
        ("I will pay on payday", VagueDay()),
    ],
)
def test_a_day_of_paying_is_heard(text: str, day: date | VagueDay) -> None:
    assert promised_day(said(text)) == day


@pytest.mark.parametrize(
    "text",
    [
        "我要还款",
        "现在还15号那期",
        "我要还这个月的",
        "上个月没还会怎样",
        "今天就还",
        "I want to pay now",
        "11月3号那期逾期了",
    ],
)
def test_what_is_paid_now_or_was_not_paid_is_no_promise(text: str) -> None:
    assert promised_day(said(text)) is None


def test_a_day_alone_is_one_where_it_was_asked_for() -> None:
    assert promised_day(said("十五号")) is None
    assert promised_day(said("十五号", awaiting="overdue_help")) == date(2026, 12, 15)


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("先还五百", 500_00),
        ("我想多还两千", 2_000_00),
        ("can I pay 200 now", 200_00),
        ("还2期", None),
        ("还15号那期", None),
        ("借三万", None),
    ],
)
def test_a_number_behind_a_verb_of_paying_is_an_amount(text: str, fen: int | None) -> None:
    assert read_paid(text) == fen
