"""The library made searchable: texts in, answers out."""

from dataclasses import dataclass
from pathlib import Path

from backend.help_centre import library
from backend.help_centre.cache import embed_cached, path_of
from backend.help_centre.embedder import Embedder
from backend.help_centre.index import NONE, Index, choose_threshold
from backend.help_centre.library import Entry
from backend.help_centre.schemas import HelpAnswer

# Weaker second and third guesses confuse more than they help.
LEAST_SCORE = 0.05


@dataclass(frozen=True, slots=True)
class Search:
    embedder: Embedder
    entries: dict[str, Entry]
    index: Index
    threshold: float

    def answers(self, question: str, limit: int) -> list[HelpAnswer]:
        """The best answers, best first; empty when none is about the question."""
        if not any(character.isalnum() for character in question):
            return []
        [found] = self.index.find(self.embedder.embed([question]))
        if found.relevance <= self.threshold:
            return []
        best, *others = found.scores[:limit]
        kept = [best, *(other for other in others if other[1] >= LEAST_SCORE)]
        return [self._answer(id, score) for id, score in kept]

    def _answer(self, id: str, score: float) -> HelpAnswer:
        entry = self.entries[id]
        return HelpAnswer(id=id, question=entry.question, answer=entry.answer, score=round(score, 4))


def build_search(embedder: Embedder, cache: Path) -> Search:
    """Fit the index to the library and choose its threshold on the tuning questions. `cache` keeps embeddings."""
    known = _known()
    vectors = embed_cached(embedder, [text for text, _ in known], cache)
    index = Index(vectors, [label for _, label in known], embedder.blocks)
    entries = {entry.id: entry for entry in library.entries()}
    return Search(embedder, entries, index, _tuned_threshold(embedder, index, cache))


def is_prepared(title: str, cache: Path) -> bool:
    """Whether everything that `build_search` embeds is in the cache already."""
    sets = ([text for text, _ in _known()], [question.text for question in library.asked()])
    return all(path_of(title, texts, cache).exists() for texts in sets)


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
