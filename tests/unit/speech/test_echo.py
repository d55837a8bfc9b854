"""Words that a recogniser may have from its own prompt."""

import pytest

from speech.engines.echo import repeats

SHOWN = "我想贷款，分期还款，利息和合同的问题找人工客服。"


@pytest.mark.parametrize("text", ["贷款，", "我想贷款。", "分期还款，贷款", "找人工客服"])
def test_clauses_of_the_prompt_repeat_it(text: str) -> None:
    assert repeats(text, SHOWN)


@pytest.mark.parametrize("text", ["", "。", "我想借三万", "贷款，三万", "语言。"])
def test_anything_else_was_heard(text: str) -> None:
    assert not repeats(text, SHOWN)


def test_where_nothing_was_shown_nothing_is_repeated() -> None:
    assert not repeats("loan", "")
