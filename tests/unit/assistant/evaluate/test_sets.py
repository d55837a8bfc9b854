import json
import re
from pathlib import Path
from typing import Any, get_args

import pytest

from assistant.evaluate.format import CAPABILITIES, Goal, Question, Turn
from assistant.evaluate.scenes import SCENES, TALKED
from assistant.evaluate.sets import BadLine, read_set
from backend.scenes.plays import PLAYS
from contract.scenes import PlayedScene, TalkedScene

PAGE = (Path(__file__).parents[4] / "docs" / "acceptance.md").read_text()
TURN = {"id": "a-1", "writer": "a", "lang": "zh", "scene": "new", "say": "你好", "want": ["greet"]}
GOAL = {"id": "g-1", "writer": "a", "lang": "en", "scene": "new", "says": ["hi"], "must": [{"owner": "bot"}]}


def written(folder: Path, *lines: Any) -> Path:
    file = folder / "set.jsonl"
    file.write_text("\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines))
    return file


def test_lines_are_read_in_order_and_blank_ones_left_out(tmp_path: Path) -> None:
    file = written(tmp_path, TURN, "", {**TURN, "id": "a-2", "values": {"credit_check_consent": True, "amount": 5}})
    first, second = read_set(file, Turn)
    assert (first.id, first.values) == ("a-1", None)
    assert second.values == {"credit_check_consent": True, "amount": 5}


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"scene": "rich"}, "scene: .*should be 'new', .*'claimed'"),
        ({"want": ["dance"]}, "want.0"),
        ({"want": []}, "want: "),
        ({"say": " "}, "say: "),
        ({"values": {"shoe_size": 43}}, "values.shoe_size"),
        ({"wants": ["greet"]}, "wants: "),
        ({"lang": "fr"}, "lang: "),
        ({"id": "a-1"}, "the id 'a-1' was there before"),
    ],
)
def test_a_bad_turn_is_one_sentence_with_its_line(tmp_path: Path, changed: dict[str, Any], told: str) -> None:
    file = written(tmp_path, TURN, {**TURN, "id": "a-2", **changed})
    with pytest.raises(BadLine) as refused:
        read_set(file, Turn)
    assert re.match(rf"{re.escape(str(file))}, line 2: {told}", str(refused.value)), refused.value
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    "predicate",
    [
        {"application": {"status": "lost"}},
        {"application": {"fields": {"shoe_size": 43}}},
        {"loan": None},
        {"owner": "nobody"},
        {"owner": "bot", "hold": True},
        {"weather": "fine"},
        {},
        {"asked_again": {"field": "amount"}},
        {"understood": ["dance"]},
    ],
)
def test_a_predicate_that_is_not_on_the_list_is_refused(tmp_path: Path, predicate: dict[str, Any]) -> None:
    with pytest.raises(BadLine, match=r"line 1: must"):
        read_set(written(tmp_path, {**GOAL, "must": [predicate]}), Goal)


def test_a_predicate_is_kept_as_it_was_written(tmp_path: Path) -> None:
    must = [{"application": None}, {"payment": None}, {"application": {"fields": {"amount": 3500000}}}]
    assert read_set(written(tmp_path, {**GOAL, "must": must}), Goal)[0].must == must


def test_no_json_and_no_file_are_told_too(tmp_path: Path) -> None:
    with pytest.raises(BadLine, match="line 1: Invalid JSON"):
        read_set(written(tmp_path, "{"), Question)
    with pytest.raises(BadLine, match="cannot be read"):
        read_set(tmp_path / "none.jsonl", Question)


def test_the_page_names_every_scene_and_capability_and_no_other() -> None:
    table = PAGE.split("## Scenes")[1].split("## Turns")[0]
    rows = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    assert {name for row in rows for name in re.findall(r"`(\w+)`", row)} == set(SCENES)
    listed = PAGE.split("\nCapabilities: ")[1].split(".\n")[0].split()
    assert set(listed) == CAPABILITIES


def test_the_backend_plays_what_is_asked_of_it() -> None:
    assert set(get_args(PlayedScene)) == PLAYS.keys()


def test_what_the_backend_does_not_play_is_talked_on_from_what_it_plays() -> None:
    assert set(get_args(TalkedScene)) == TALKED.keys()
    assert {before for before, _ in TALKED.values()} <= PLAYS.keys()
