"""What was typed goes to the dialogue with its clauses, where it has some, or as the one number that it is."""

import pytest

from mobile_api.upstreams.dialogue import as_read


def test_the_clauses_go_beside_the_text() -> None:
    told = as_read({"text": "十二个月。能提前还吗？"})
    assert told == {"text": "十二个月。能提前还吗？", "clauses": ["十二个月。", "能提前还吗?"]}


def test_one_clause_many_and_a_button_go_as_they_are() -> None:
    for body in ({"text": "十二个月吧"}, {"text": "说一句。" * 6}, {"payload": "/affirm"}):
        assert as_read(body) == body


@pytest.mark.parametrize("text", ["十二个月", "三万五", "8000", "¥12,000.", "30k", "two years", "20万元"])
def test_one_number_is_named(text: str) -> None:
    assert as_read({"text": text}) == {"text": text, "one_number": True}


@pytest.mark.parametrize("text", ["三万吧", "3万12期", "不是三万", "王八蛋", "还五百", "1月5号", "第二个", "没有", ""])
def test_more_than_a_number_is_understood_as_a_whole(text: str) -> None:
    assert "one_number" not in as_read({"text": text})
