"""Counting the turns until a person comes to somebody whom nobody understands."""

from bench.lost import LONGEST, turns_to_a_person


def test_turns_are_counted_up_to_the_one_that_calls_a_person() -> None:
    replies = iter([False, False, True])
    assert turns_to_a_person(lambda _: next(replies), ("blorp", "fnarg")) == 3


def test_nonsense_goes_round_and_round_until_it_is_plain_that_nobody_comes() -> None:
    said: list[str] = []

    def nobody_comes(text: str) -> bool:
        said.append(text)
        return False

    assert turns_to_a_person(nobody_comes, ("blorp", "fnarg")) is None
    assert len(said) == LONGEST
    assert said[:3] == ["blorp", "fnarg", "blorp"]
