from pathlib import Path

import pytest

from backend.help_centre.questions import BadQuestions, Need, Pair, read_needs, read_pairs


def test_pairs_are_read_line_by_line(tmp_path: Path) -> None:
    path = tmp_path / "pairs.tsv"
    path.write_text("怎么还款\t如何还钱\t1\n怎么还款\t你好\t0\n", encoding="utf-8")
    assert read_pairs(path) == [Pair("怎么还款", "如何还钱", True), Pair("怎么还款", "你好", False)]


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
