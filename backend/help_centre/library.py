"""What the help centre knows: the answers, and the questions its search learns from. All of it is data in this folder."""

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from contract.texts import LANGUAGES, Language, LocalText

FOLDER = Path(__file__).parent
# Whose words those are that the answers' author wrote.
OURS = "ours"


@dataclass(frozen=True, slots=True)
class Entry:
    """One answer; `phrasings` are ways in which people ask for it, in both languages, its own question among them.

    `speak` is the answer for the ear. `call` is one sentence more, said only where the telephone number that it names, by
    its setting, is known. `source` cites the rule behind the answer; `reviewed` is the day a person last checked it.
    """

    id: str
    question: LocalText
    answer: LocalText
    speak: LocalText
    call: LocalText | None
    source: LocalText | None
    reviewed: date | None
    phrasings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and the id of the answer it needs; None: no answer is about it. `fits`: every answer that would do.
    `writer` names whose words they are."""

    text: str
    needs: str | None
    language: Language
    fits: tuple[str, ...] = ()
    writer: str = OURS

    def is_answered_by(self, answer_id: str) -> bool:
        return answer_id == self.needs or answer_id in self.fits


def entries() -> list[Entry]:
    """Every answer, in the order of the files' names."""
    files = sorted((FOLDER / "answers").glob("*.yml"))
    return [_entry(item) for file in files for item in _read(file)]


def elsewhere() -> list[str]:
    """Questions that belong to no answer."""
    by_language = _read(FOLDER / "elsewhere.yml")
    return [text for language in LANGUAGES for text in by_language[language]]


def asked(path: Path = FOLDER / "tuning.yml") -> list[Asked]:
    """Questions kept apart from the answers' phrasings."""
    content = _read(path)
    needs = [Asked(texts[lang], id, lang) for id, texts in content["asked"].items() for lang in LANGUAGES]
    return needs + [Asked(text, None, lang) for lang in LANGUAGES for text in content["off_topic"][lang]]


def heard() -> list[Asked]:
    """Questions in the words of many writers, who had read the answers' titles and nothing else; ours, of tuning.yml, too."""
    files = sorted((FOLDER / "phrasings").glob("*.jsonl"))
    return asked() + [one for file in files for one in asked_in_lines(file)]


def asked_in_lines(path: Path) -> list[Asked]:
    """One writer's questions, `{lang, say, articles}` a line, as docs/acceptance.md has them."""
    return [_heard(json.loads(line), path.stem) for line in path.read_text("utf-8").splitlines() if line.strip()]


def _heard(item: Any, writer: str) -> Asked:
    fits = tuple(item["articles"])
    return Asked(item["say"], fits[0] if fits else None, item["lang"], fits, writer)


def _entry(item: Any) -> Entry:
    question = LocalText(**item["question"])
    return Entry(
        id=item["id"],
        question=question,
        answer=LocalText(**item["answer"]),
        speak=LocalText(**item["speak"]),
        call=LocalText(**item["call"]) if "call" in item else None,
        source=LocalText(**item["source"]) if "source" in item else None,
        reviewed=item["reviewed"],
        phrasings=(question.zh, question.en, *item["also"]["zh"], *item["also"]["en"]),
    )


def _read(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))
