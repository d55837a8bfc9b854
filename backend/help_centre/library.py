"""What the help centre knows: the answers, and the questions its search is tuned on. All of it is data in this folder."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from backend.texts import Language, LocalText

FOLDER = Path(__file__).parent
LANGUAGES: tuple[Language, ...] = ("zh", "en")


@dataclass(frozen=True, slots=True)
class Entry:
    """One answer; `phrasings` are ways in which people ask for it, in both languages, its own question among them."""

    id: str
    question: LocalText
    answer: LocalText
    phrasings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and the id of the answer it needs; None: no answer is about it."""

    text: str
    needs: str | None
    language: Language


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


def _entry(item: Any) -> Entry:
    question = LocalText(**item["question"])
    phrasings = [question.zh, question.en, *item["also"]["zh"], *item["also"]["en"]]
    return Entry(item["id"], question, LocalText(**item["answer"]), tuple(phrasings))


def _read(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))
