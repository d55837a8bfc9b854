"""Whether a question is roundabout: long, and without a word that its answer's own phrasings have to themselves. Pure."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from backend.help_centre.library import Entry

HAN = re.compile(r"[\u4e00-\u9fff]+")
LATIN = re.compile(r"[a-z]+")
LONG_HAN, LONG_LATIN = 14, 9
LONGEST_COMMON_WORD = 3
# A word in the phrasings of more answers than this tells little.
MOST_ANSWERS = 4


class Plainness:
    def __init__(self, entries: Sequence[Entry]) -> None:
        used = {entry.id: set().union(*map(_words, entry.phrasings)) for entry in entries}
        answers = Counter(word for words in used.values() for word in words)
        self._own = {id: {word for word in words if answers[word] <= MOST_ANSWERS} for id, words in used.items()}

    def is_roundabout(self, text: str, answer_ids: Iterable[str]) -> bool:
        return _is_long(text) and not any(_words(text) & self._own[id] for id in answer_ids)


def _is_long(text: str) -> bool:
    return sum(map(len, HAN.findall(text))) >= LONG_HAN or len(LATIN.findall(text.lower())) >= LONG_LATIN


def _words(text: str) -> set[str]:
    """Pairs of Chinese characters, and Latin words that are not short."""
    pairs = {run[place : place + 2] for run in HAN.findall(text) for place in range(len(run) - 1)}
    return pairs | {word for word in LATIN.findall(text.lower()) if len(word) > LONGEST_COMMON_WORD}
