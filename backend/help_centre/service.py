"""The help centre: finds the answers to a question, or none."""

from backend.help_centre.schemas import HelpAnswer
from backend.texts import Language


class HelpCentre:
    """Serves answers once its embedder has loaded in the background."""

    def start(self) -> None:
        """Begin loading in a background thread; returns at once."""
        raise NotImplementedError

    def status(self) -> str:
        """One of "ready", "loading", or the name of the error that stopped the loading."""
        raise NotImplementedError

    def search(self, question: str, language: Language, limit: int = 3) -> list[HelpAnswer]:
        """The best answers, best first; empty when none answers this. Raises `HelpCentreLoading` until ready."""
        raise NotImplementedError
