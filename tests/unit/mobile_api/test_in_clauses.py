"""What was typed goes to the dialogue with its clauses, where it has some."""

from mobile_api.upstreams.dialogue import in_clauses


def test_the_clauses_go_beside_the_text() -> None:
    told = in_clauses({"text": "十二个月。能提前还吗？"})
    assert told == {"text": "十二个月。能提前还吗？", "clauses": ["十二个月。", "能提前还吗?"]}


def test_one_clause_many_and_a_button_go_as_they_are() -> None:
    for body in ({"text": "十二个月"}, {"text": "说一句。" * 6}, {"payload": "/affirm"}):
        assert in_clauses(body) == body
