import pytest

from backend.help_centre.library import entries
from backend.help_centre.plainness import Plainness

PLAINNESS = Plainness(entries())


@pytest.mark.parametrize(
    ("text", "answer", "roundabout"),
    [
        ("有宽限期吗", "grace-days", False),
        ("工资每个月老比你们要钱的日子慢一点点，这样子要不要紧", "grace-days", True),
        ("my pay always comes in just after your day, will you hold it against me", "grace-days", True),
        ("I would really like to know how long the grace period of this loan is", "grace-days", False),
    ],
)
def test_a_long_question_without_its_answers_own_words_is_roundabout(text: str, answer: str, roundabout: bool) -> None:
    assert PLAINNESS.is_roundabout(text, [answer]) is roundabout
