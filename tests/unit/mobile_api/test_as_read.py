"""What was typed goes to the dialogue with its clauses, where it has some, or as the plain answer that it is."""

import pytest

from language.plain_answers import plainly_answered
from mobile_api.upstreams.dialogue import as_read


def test_the_clauses_go_beside_the_text() -> None:
    told = as_read({"text": "十二个月。能提前还吗？"})
    assert told == {"text": "十二个月。能提前还吗？", "clauses": ["十二个月。", "能提前还吗?"]}


def test_one_clause_many_and_a_button_go_as_they_are() -> None:
    for body in ({"text": "十二个月吧"}, {"text": "说一句。" * 6}, {"payload": "/affirm"}):
        assert as_read(body) == body


@pytest.mark.parametrize("text", ["十二个月", "等额本息", "没有", "同意"])
def test_a_plain_answer_goes_with_what_it_answers(text: str) -> None:
    assert as_read({"text": text}) == {"text": text, "answers": plainly_answered(text)}
