"""Outside questions, read from files."""

import csv
import io
from dataclasses import dataclass
from pathlib import Path

from yaml import YAMLError

from backend.help_centre.library import Asked, asked, asked_in_lines, entries


class BadQuestions(Exception):
    """The file does not have the form that was promised; the message names the line."""


@dataclass(frozen=True, slots=True)
class Pair:
    a: str
    b: str
    same: bool


@dataclass(frozen=True, slots=True)
class Need:
    """One way of asking for what `need` names."""

    need: str
    language: str
    text: str


def read_pairs(path: Path) -> list[Pair]:
    """Lines `a<TAB>b<TAB>label`, label 1 for one meaning; a heading is left out. Raises `BadQuestions`; both labels must
    occur."""
    lines = _text(path).split("\n")
    if lines[0].rstrip().endswith("\tlabel"):
        lines[0] = ""
    pairs = [_pair(line.rstrip("\r"), number) for number, line in enumerate(lines, start=1) if line.strip()]
    if len({pair.same for pair in pairs}) < 2:
        raise BadQuestions("both labels, 0 and 1, are needed")
    return pairs


def read_needs(path: Path) -> list[Need]:
    """CSV `need,lang,text` with two needs or more; rows without a need or a text are left out. Raises `BadQuestions`."""
    rows = csv.DictReader(io.StringIO(_text(path), newline=""))
    try:
        if rows.fieldnames is None or not {"need", "lang", "text"} <= set(rows.fieldnames):
            raise BadQuestions("columns needed: need, lang, text")
        needs = [Need(row["need"], row["lang"] or "", row["text"]) for row in rows if row["need"] and row["text"]]
    except csv.Error as error:
        raise BadQuestions(f"line {rows.line_num}: {error}") from error
    if len({need.need for need in needs}) < 2:
        raise BadQuestions("two needs or more are needed")
    return needs


def read_asked(path: Path) -> list[Asked]:
    """Questions to our answers, and off-topic ones, in the form of tuning.yml or, in a `.jsonl`, of docs/acceptance.md. Raises
    `BadQuestions`."""
    try:
        questions = asked_in_lines(path) if path.suffix == ".jsonl" else asked(path)
    except (ValueError, YAMLError, KeyError, TypeError, AttributeError) as error:
        raise BadQuestions(f"{type(error).__name__}: {error}") from error
    ours = {entry.id for entry in entries()}
    if unknown := {question.needs for question in questions} - ours - {None}:
        raise BadQuestions(f"no such answers: {unknown}")
    return questions


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadQuestions(f"not UTF-8: byte {error.start}") from error


def _pair(line: str, number: int) -> Pair:
    parts = line.split("\t")
    if len(parts) != 3 or parts[2].strip() not in ("0", "1"):
        raise BadQuestions(f"line {number}")
    return Pair(parts[0], parts[1], parts[2].strip() == "1")
