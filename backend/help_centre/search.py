"""The library made searchable: texts in, answers out."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from backend.help_centre import library
from backend.help_centre.cache import embed_cached, is_cached
from backend.help_centre.embedder import Embedder
from backend.help_centre.errors import HelpAnswerUnknown
from backend.help_centre.index import NONE, Found, Index, choose_threshold
from backend.help_centre.library import Entry
from backend.help_centre.phones import answer_with_phone
from contract.lending.help import HelpAnswer

# Weaker second and third guesses confuse more than they help.
LEAST_SCORE = 0.05
# The first two are close when the second has at least this share of the first's score (docs/models/help-centre.md).
CLOSE_SHARE = 0.6


@dataclass(frozen=True, slots=True)
class Search:
    """`phones`: telephone numbers by the names that answers give them."""

    embedder: Embedder
    entries: dict[str, Entry]
    index: Index
    threshold: float
    phones: Mapping[str, str]

    def answers(self, question: str, limit: int) -> list[HelpAnswer]:
        """The best answers, best first; empty when none is about the question."""
        if not any(character.isalnum() for character in question):
            return []
        [found] = self.index.find(self.embedder.embed([question]))
        if found.relevance <= self.threshold:
            return []
        best, *others = found.scores[:limit]
        kept = [best, *(other for other in others if other[1] >= LEAST_SCORE)]
        return [self._shown(self.entries[id], score, sure=is_sure(found)) for id, score in kept]

    def answer(self, answer_id: str) -> HelpAnswer:
        """The answer that was asked for by its id. Raises `HelpAnswerUnknown`."""
        if answer_id not in self.entries:
            raise HelpAnswerUnknown(answer_id=answer_id)
        return self._shown(self.entries[answer_id], 1.0, sure=True)

    def _shown(self, entry: Entry, score: float, *, sure: bool) -> HelpAnswer:
        return HelpAnswer(
            id=entry.id,
            question=entry.question,
            answer=answer_with_phone(entry, self.phones),
            speak=entry.speak,
            source=entry.source,
            score=round(score, 4),
            sure=sure,
        )


def is_sure(found: Found) -> bool:
    """Whether the first answer stands clear of the second."""
    (_, first), *others = found.scores
    return not others or others[0][1] < CLOSE_SHARE * first


def build_search(embedder: Embedder, cache: Path, phones: Mapping[str, str]) -> Search:
    """Fit the index to the library and choose its threshold on the tuning questions. `cache` keeps embeddings."""
    index = build_index(embedder, cache)
    entries = {entry.id: entry for entry in library.entries()}
    return Search(embedder, entries, index, _tuned_threshold(embedder, index, cache), phones)


def build_index(embedder: Embedder, cache: Path) -> Index:
    known = _known()
    vectors = embed_cached(embedder, [text for text, _ in known], cache)
    return Index(vectors, [label for _, label in known], embedder.blocks)


def is_prepared(title: str, cache: Path) -> bool:
    """Whether everything that `build_search` embeds is in the cache already."""
    sets = ([text for text, _ in _known()], [question.text for question in library.asked()])
    return all(is_cached(title, texts, cache) for texts in sets)


def _known() -> list[tuple[str, str]]:
    """Every phrasing with its answer's id, then the questions that belong to none."""
    phrasings = [(text, entry.id) for entry in library.entries() for text in entry.phrasings]
    return phrasings + [(text, NONE) for text in library.elsewhere()]


def _tuned_threshold(embedder: Embedder, index: Index, cache: Path) -> float:
    questions = library.asked()
    found = index.find(embed_cached(embedder, [question.text for question in questions], cache))
    relevances = [result.relevance for result in found]
    return choose_threshold(
        [relevance for question, relevance in zip(questions, relevances, strict=True) if question.needs],
        [relevance for question, relevance in zip(questions, relevances, strict=True) if not question.needs],
    )
