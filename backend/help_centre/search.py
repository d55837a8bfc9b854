"""The library made searchable: texts in, answers out."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from backend.help_centre import library
from backend.help_centre.cache import embed_cached, is_cached
from backend.help_centre.cuts import Cuts, Known, choose_cuts, left_out
from backend.help_centre.embedder import Embedder, Vectors
from backend.help_centre.errors import HelpAnswerUnknown
from backend.help_centre.facts import Facts, filled
from backend.help_centre.index import NONE, Found, Index
from backend.help_centre.library import Asked, Entry
from backend.help_centre.phones import answer_with_phone
from contract.lending.help import HelpAnswer

# Weaker third guesses confuse more than they help.
LEAST_SCORE = 0.05
# Few, as each fits an index; all of a writer is left out at once.
FOLDS = 4
# Raise it when the same library would be found otherwise: the cuts are then chosen again.
METHOD = 3


@dataclass(frozen=True, slots=True)
class Wording:
    """`phones`: telephone numbers by the names that answers give them; `facts`: what they tell of the lender today."""

    phones: Mapping[str, str]
    facts: Callable[[], Facts]


@dataclass(frozen=True, slots=True)
class Search:
    embedder: Embedder
    entries: dict[str, Entry]
    index: Index
    cuts: Cuts
    wording: Wording

    def answers(self, question: str, limit: int) -> list[HelpAnswer]:
        """The best answers, best first; empty when none is about the question. Where the first is not sure, a second is
        there to choose from."""
        if not any(character.isalnum() for character in question):
            return []
        [found] = self.index.find([question], self.embedder.embed([question]))
        sure = is_sure(found, self.cuts)
        return [self._shown(self.entries[id], score, sure=sure) for id, score in worth_giving(found, self.cuts, limit)]

    def answer(self, answer_id: str) -> HelpAnswer:
        """The answer that was asked for by its id. Raises `HelpAnswerUnknown`."""
        if answer_id not in self.entries:
            raise HelpAnswerUnknown(answer_id=answer_id)
        return self._shown(self.entries[answer_id], 1.0, sure=True)

    def _shown(self, entry: Entry, score: float, *, sure: bool) -> HelpAnswer:
        return HelpAnswer(
            id=entry.id,
            question=entry.question,
            answer=filled(answer_with_phone(entry, self.wording.phones), self.wording.facts()),
            speak=entry.speak,
            source=entry.source,
            score=round(score, 4),
            sure=sure,
        )


def worth_giving(found: Found, cuts: Cuts, limit: int) -> list[tuple[str, float]]:
    """Ids and scores of what may be given, best first; nothing where the question is about none of it."""
    if found.relevance <= cuts.relevance:
        return []
    always = 1 if is_sure(found, cuts) else 2
    return [one for place, one in enumerate(found.scores[:limit]) if place < always or one[1] >= LEAST_SCORE]


def is_sure(found: Found, cuts: Cuts) -> bool:
    """Whether the first answer may be given alone."""
    return found.scores[0][1] >= cuts.sure


def build_search(embedder: Embedder, cache: Path, wording: Wording) -> Search:
    """Fit the index to all that is known. `cache` keeps embeddings, and the cuts once they were chosen."""
    entries = {entry.id: entry for entry in library.entries()}
    return Search(embedder, entries, build_index(embedder, cache), tuned_cuts(embedder, cache), wording)


def build_index(embedder: Embedder, cache: Path) -> Index:
    known, heard, vectors = _embedded(embedder, cache)
    return known.with_heard(heard, vectors).index()


def tuned_cuts(embedder: Embedder, cache: Path) -> Cuts:
    """Chosen by leaving writers out, which takes a fit a fold; kept for this library and embedder."""
    path = _cuts_path(embedder.title, cache)
    if path.is_file():
        return Cuts(**json.loads(path.read_text()))
    cuts = choose_cuts(list(found_left_out(embedder, cache, FOLDS)))
    path.write_text(json.dumps(asdict(cuts)))
    return cuts


def found_left_out(embedder: Embedder, cache: Path, folds: int | None) -> list[tuple[Asked, Found]]:
    known, heard, vectors = _embedded(embedder, cache)
    return list(left_out(known, heard, vectors, folds))


def is_prepared(title: str, cache: Path) -> bool:
    """Whether all that `build_search` makes is in the cache already."""
    return is_cached(title, _all_texts(), cache) and _cuts_path(title, cache).is_file()


def _embedded(embedder: Embedder, cache: Path) -> tuple[Known, list[Asked], Vectors]:
    """What every fold knows, and what was heard with its vectors."""
    ours, heard = _known(), library.heard()
    vectors = embed_cached(embedder, [text for text, _ in ours] + [asked.text for asked in heard], cache)
    texts, labels = [text for text, _ in ours], [label for _, label in ours]
    return Known(texts, vectors[: len(ours)], labels, embedder.blocks), heard, vectors[len(ours) :]


def _known() -> list[tuple[str, str]]:
    """Every phrasing of ours with its answer's id, then the questions that belong to none."""
    phrasings = [(text, entry.id) for entry in library.entries() for text in entry.phrasings]
    return phrasings + [(text, NONE) for text in library.elsewhere()]


def _all_texts() -> list[str]:
    return [text for text, _ in _known()] + [asked.text for asked in library.heard()]


def _cuts_path(title: str, cache: Path) -> Path:
    heard = [(asked.text, asked.needs, asked.fits, asked.writer) for asked in library.heard()]
    content = json.dumps([METHOD, FOLDS, title, _known(), heard])
    return cache / f"cuts-{hashlib.sha256(content.encode()).hexdigest()[:24]}.json"
