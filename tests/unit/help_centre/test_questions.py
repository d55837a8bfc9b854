from collections.abc import Callable
from pathlib import Path

import pytest

from backend.help_centre.questions import BadQuestions, Need, Pair, read_asked, read_needs, read_pairs


def test_pairs_are_read_line_by_line(tmp_path: Path) -> None:
    path = tmp_path / "pairs.tsv"
    path.write_text("怎么还款\t如何还钱\t1\n怎么还款\t你好\t0\n", encoding="utf-8")
    assert read_pairs(path) == [Pair("怎么还款", "如何还钱", True), Pair("怎么还款", "你好", False)]


def test_a_heading_and_windows_line_ends_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "pairs.tsv"
    path.write_bytes("a\tb\tlabel\r\n怎么还款\t如何还钱\t1\r\n怎么还款\t你好\t0\r\n".encode())
    assert read_pairs(path) == [Pair("怎么还款", "如何还钱", True), Pair("怎么还款", "你好", False)]


@pytest.mark.parametrize("read", [read_pairs, read_needs, read_asked])
def test_a_file_in_another_encoding_is_refused(tmp_path: Path, read: Callable[[Path], object]) -> None:
    path = tmp_path / "questions"
    path.write_bytes("怎么还款\t如何还钱\t1".encode("gb18030"))
    with pytest.raises(BadQuestions):
        read(path)


@pytest.mark.parametrize(
    "content", ["[]", "asked: {}", "asked: {no-such-answer: {zh: 问, en: q}}\noff_topic: {zh: [], en: []}"]
)
def test_questions_to_our_answers_of_another_form_are_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "questions.yml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(BadQuestions):
        read_asked(path)


def test_rows_without_a_need_or_a_text_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "faq.csv"
    path.write_text("need,lang,text\npay,en,how\napply,en,\n,en,what\napply,zh,怎么申请\n", encoding="utf-8")
    assert [need.text for need in read_needs(path)] == ["how", "怎么申请"]


@pytest.mark.parametrize("content", ["", "a\tb\n", "a\tb\tyes\n", "a\tb\t1\n"])
def test_pairs_of_another_form_or_of_one_label_are_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "pairs.tsv"
    path.write_text(content)
    with pytest.raises(BadQuestions):
        read_pairs(path)


def test_needs_are_read_by_column(tmp_path: Path) -> None:
    path = tmp_path / "faq.csv"
    path.write_text('need,lang,text\npay,en,how do I pay\napply,en,"how, then, to apply"\n')
    assert read_needs(path)[1] == Need("apply", "en", "how, then, to apply")


@pytest.mark.parametrize("content", ["", "need,text\na,b\n", "need,lang,text\na,en,b\n"])
def test_a_faq_of_another_form_or_of_one_need_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "faq.csv"
    path.write_text(content)
    with pytest.raises(BadQuestions):
        read_needs(path)


def test_a_line_each_is_read_as_the_acceptance_sets_have_them(tmp_path: Path) -> None:
    path = tmp_path / "help.jsonl"
    path.write_text(
        '{"id": "a-1", "lang": "zh", "say": "几点上班", "articles": ["service-phone", "talk-to-person"]}\n'
        '{"id": "a-2", "lang": "en", "say": "which film is on", "articles": []}\n',
        encoding="utf-8",
    )
    phone, film = read_asked(path)
    assert (phone.needs, phone.fits, phone.language) == ("service-phone", ("service-phone", "talk-to-person"), "zh")
    assert film.needs is None


@pytest.mark.parametrize("line", ["{", '{"lang": "zh"}', '{"lang": "zh", "say": "问", "articles": ["no-such-answer"]}'])
def test_lines_of_another_form_are_refused(tmp_path: Path, line: str) -> None:
    path = tmp_path / "help.jsonl"
    path.write_text(line, encoding="utf-8")
    with pytest.raises(BadQuestions):
        read_asked(path)
