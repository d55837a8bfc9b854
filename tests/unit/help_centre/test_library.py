import re
from pathlib import Path

import pytest

from backend.help_centre.library import Entry, asked, elsewhere, entries, heard
from backend.help_centre.phones import named_phones
from backend.settings import Settings

HELD_OUT = Path(__file__).parents[2] / "integration" / "help_centre"
CHINESE = re.compile("[\u4e00-\u9fff]")
LONGEST_SPOKEN = 160


def test_there_are_a_hundred_and_twenty_answers_or_more_each_asked_for_in_five_ways_a_language() -> None:
    library = entries()
    assert len(library) >= 120
    assert len({entry.id for entry in library}) == len(library)
    for entry in library:
        chinese = [phrasing for phrasing in set(entry.phrasings) if CHINESE.search(phrasing)]
        assert len(chinese) >= 5, entry.id
        assert len(set(entry.phrasings)) - len(chinese) >= 5, entry.id


@pytest.mark.parametrize("entry", entries(), ids=lambda entry: entry.id)
def test_an_answer_has_both_languages_for_the_eye_and_the_ear(entry: Entry) -> None:
    for text in (entry.question, entry.answer, entry.speak, *filter(None, (entry.call, entry.source))):
        assert CHINESE.search(text.zh)
        assert text.en
        assert not CHINESE.search(text.en) or entry.id == "change-language"
    for spoken in (entry.speak.zh, entry.speak.en):
        assert len(spoken) <= LONGEST_SPOKEN
        assert not re.search(r"[0-9]", spoken)


def test_telephone_numbers_come_from_settings_alone() -> None:
    for entry in entries():
        assert not re.search(r"\d{5,}", entry.answer.zh.replace("50,000", "")), entry.id
        if entry.call is not None:
            assert named_phones(entry.call) <= set(Settings.model_fields)
            assert not re.search(r"\d", entry.call.zh + entry.call.en)


def test_held_out_questions_are_neither_phrasings_nor_tuned_on_and_cover_every_answer() -> None:
    seen = {phrasing for entry in entries() for phrasing in entry.phrasings} | set(elsewhere())
    seen |= {question.text for question in asked()}
    held_out = asked(HELD_OUT / "questions.yml")
    oblique = asked(HELD_OUT / "oblique.yml")
    assert not (seen | {question.text for question in held_out}) & {question.text for question in oblique}
    assert not seen & {question.text for question in held_out}
    assert {question.needs for question in held_out} - {None} == {entry.id for entry in entries()}


def test_no_phrasing_asks_for_two_answers() -> None:
    phrasings = [phrasing for entry in entries() for phrasing in entry.phrasings]
    assert len(phrasings) == len(set(phrasings))


def test_tuning_questions_are_kept_apart_and_cover_every_answer() -> None:
    known = {phrasing for entry in entries() for phrasing in entry.phrasings} | set(elsewhere())
    questions = asked()
    assert not known & {question.text for question in questions}
    assert {question.needs for question in questions} - {None} == {entry.id for entry in entries()}


def test_no_answer_promises_approval() -> None:
    for entry in entries():
        assert "一定通过" not in entry.answer.zh
        assert "包过" not in entry.answer.zh
        assert "guarantee" not in entry.answer.en


HEARD = heard()


def test_what_was_heard_names_answers_that_exist_and_covers_them() -> None:
    known = {entry.id for entry in entries()}
    assert {id for question in HEARD for id in question.fits} <= known
    assert {question.needs for question in HEARD} - {None} == known
    assert all(question.text.strip() and question.language in ("zh", "en") for question in HEARD)


def test_each_writer_also_asks_what_nothing_answers() -> None:
    for writer in {question.writer for question in HEARD}:
        assert any(question.needs is None for question in HEARD if question.writer == writer), writer


OPENINGS = re.compile(
    r"^(?:不?可以|不?会|不?能|没?有|不要|是的?|不是|不需要|不用)(?:[。，]|$)|^(?:Yes|No|Nothing|None|Do not|You may)[.,:]",
    re.IGNORECASE,
)


@pytest.mark.parametrize("entry", entries(), ids=lambda entry: entry.id)
def test_an_answer_begins_with_the_fact(entry: Entry) -> None:
    """A search is no conversation: who asked whether, and who asked how, get one answer."""
    for text in (entry.answer, entry.speak):
        assert not OPENINGS.search(text.zh)
        assert not OPENINGS.search(text.en)


@pytest.mark.parametrize("entry", entries(), ids=lambda entry: entry.id)
def test_the_answer_for_the_ear_is_short(entry: Entry) -> None:
    assert len(re.findall(r"[。！？]", entry.speak.zh)) <= 3
    assert len(re.findall(r"[.!?](?:\s|$)", entry.speak.en)) <= 3
