"""The help centre: finds the answers to a question, or none."""

import logging
import threading
from collections.abc import Callable, Mapping
from pathlib import Path

from backend.help_centre import embedder
from backend.help_centre.errors import HelpCentreBroken, HelpCentreLoading
from backend.help_centre.facts import Facts
from backend.help_centre.search import Search, Wording, build_search
from contract.lending.help import HelpAnswer

log = logging.getLogger(__name__)
RETRY_AFTER_SECONDS = 5


class HelpCentre:
    """Serves answers once its embedder has loaded in the background. Safe to share between threads.

    `embeddings` is `packaged` or a hub model's name; `cache` is a folder for what `prepare` makes; `phones` are the
    telephone numbers that answers may name, `facts` what they tell of the lender today.
    """

    def __init__(self, embeddings: str, cache: Path, phones: Mapping[str, str], facts: Callable[[], Facts]) -> None:
        self._embeddings, self._cache = embeddings, cache
        self._wording = Wording(phones, facts)
        self._search: Search | None = None
        self._error: str | None = None
        # The packaged engines are not known to be thread-safe; a search takes about 30 ms.
        self._one_at_a_time = threading.Lock()

    def start(self) -> None:
        """Begin loading in a background thread; returns at once."""
        threading.Thread(target=self.load, name="help-centre", daemon=True).start()

    def load(self) -> None:
        """Load here and now. An error is kept for `status`, not raised: the backend runs without help."""
        try:
            self._search = build_search(embedder.load(self._embeddings), self._cache, self._wording)
        except Exception as error:  # anything a model or a hub may raise
            self._error = type(error).__name__
            log.exception("the help centre could not load")

    def status(self) -> str:
        """One of "ready", "loading", or the name of the error that stopped the loading."""
        return self._error or ("ready" if self._search else "loading")

    def search(self, question: str, limit: int = 3) -> list[HelpAnswer]:
        """The best answers, best first; empty when none answers this. A question may be in either language.

        Raises `HelpCentreLoading` until ready, `HelpCentreBroken` when it never will be.
        """
        search = self._ready()
        with self._one_at_a_time:
            return search.answers(question, limit)

    def answer(self, answer_id: str) -> HelpAnswer:
        """One answer by its id. Raises `HelpAnswerUnknown`, and as `search` does."""
        return self._ready().answer(answer_id)

    def _ready(self) -> Search:
        if self._error:
            raise HelpCentreBroken(reason=self._error)
        if self._search is None:
            raise HelpCentreLoading(retry_after=RETRY_AFTER_SECONDS)
        return self._search
