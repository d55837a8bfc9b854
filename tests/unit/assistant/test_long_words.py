"""Long runs of words that a reader knows are read at once: no pattern splits them in every way."""

import time

import pytest

from assistant.actions.concerns import read_concern
from assistant.actions.wishes import OUTWEIGHS
from language.wishes.form import wants_to_go_on
from language.wishes.languages import asks_for_another_language, named_language

# A message has at most so many characters.
LONGEST = 500
SECONDS = 1.0
RUNS = (
    "那就", "好的", "我刚", "付11111111111111111111", "我今年才", "继续申请", "付1", "转了一笔1", "对方说要", "客服让我先交", "验证码给", "活着", "我妈去世", "赌输", "逾期", "还不上", "我的信息", "撤回申请", "会不会收",
    "真人", "说英语", "不", "1", "一", " ", "，", "ok then ", "i am only just ", "they said pay first ", "do you ", "my data about me ", "withdraw my ", "can't go on ", "my my a the ", "is it ok ",
    "no more ", "a",
)  # fmt: skip


@pytest.mark.parametrize("run", RUNS)
def test_a_long_run_is_read_at_once(run: str) -> None:
    began = time.perf_counter()
    # Behind a word that begins a pattern, and alone.
    for text in (run * LONGEST, *(first + run * LONGEST for first in ("付", "转了", "我", "i am ", "pay "))):
        read_all(text[:LONGEST] + "x")
    assert time.perf_counter() - began < SECONDS


def read_all(text: str) -> None:
    read_concern(text)
    wants_to_go_on(text)
    named_language(text)
    asks_for_another_language(text)
    for _, is_told, _ in OUTWEIGHS:
        is_told(text)
