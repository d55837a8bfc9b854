from backend.help_centre.library import asked, elsewhere, entries


def test_there_are_thirty_answers_or_more_each_asked_for_in_ten_ways() -> None:
    library = entries()
    assert len(library) >= 30
    assert len({entry.id for entry in library}) == len(library)
    for entry in library:
        assert len(set(entry.phrasings)) == 10, entry.id
        assert all([entry.question.zh, entry.question.en, entry.answer.zh, entry.answer.en]), entry.id


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
