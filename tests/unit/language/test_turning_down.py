"""A yes to turning something down may hold a no, and a no to it may begin with a yes."""

import pytest

from language.yes_no import asks_nothing_else, begins_with_yes, keeps_it


@pytest.mark.parametrize("text", ["对，不要了", "yes cancel it", "确认，不要这个方案", "是的，撤回吧"])
def test_it_is_turned_down(text: str) -> None:
    assert begins_with_yes(text)
    assert not keeps_it(text)


@pytest.mark.parametrize(
    "text", ["好的不撤了", "嗯算了，不撤了", "别撤了", "ok keep it", "yes, don't cancel it", "好，留着吧", "先别取消"]
)
def test_it_is_kept(text: str) -> None:
    assert keeps_it(text)


@pytest.mark.parametrize(("text", "nothing"), [("嗯，还", True), ("好，还下个月的", False), ("ok pay 200", False)])
def test_another_thing_is_no_part_of_a_yes(text: str, nothing: bool) -> None:
    assert asks_nothing_else(text) is nothing
