"""How long a sign-in by voice waits for the digits of a number. Pure: `now` is in seconds, of one clock."""

from contract.texts import Language

# Signs a second, read out at half a voice's own speed, the slowest that the page offers (`js/voice/settings.js`): half of what was
# measured with the service's own voices.
SIGNS_A_SECOND: dict[Language, float] = {"zh": 2.5, "en": 7.0}


def reading_seconds(words: str, language: Language) -> float:
    """The longest that it may take to read them out."""
    return len(words) / SIGNS_A_SECOND[language]


class Patience:
    """`seconds` without a digit, counted from when the words said last may have been read out."""

    def __init__(self, seconds: float, language: Language, now: float) -> None:
        self._seconds, self._language = seconds, language
        self._words = ""
        self.read_by = now

    def say(self, words: str, now: float) -> None:
        self._words = words
        self.say_again(now)

    def say_again(self, now: float) -> None:
        """The app reads them anew, slower or not."""
        self.read_by = now + reading_seconds(self._words, self._language)

    def hear_digits(self, now: float) -> None:
        self.read_by = max(self.read_by, now)

    def left(self, now: float) -> float:
        return self.read_by + self._seconds - now
