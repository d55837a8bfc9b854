"""Signing in by voice: the number is spelled and read back, its owner is called, and the code from the call is spelled. Where the account
does not know the device, the ends of the identity number and of a bank card are spelled, too. Pure.

Nothing here has to be seen, and no number is used before its speaker has said yes to it.
"""

from dataclasses import dataclass
from typing import Literal

from contract.speech import Narrow
from language.digits import CODE_DIGITS, spelled_digits
from language.wishes.codes import wants_another_code
from mobile_api.auth.errors import InvalidPhone
from mobile_api.auth.phones import normal_phone
from mobile_api.voice.phrases import answer_in, leaves_for_later, starts_over

Stage = Literal["phone", "phone_right", "code", "id_ending", "card_ending"]
NARROW: dict[Stage, Narrow] = {
    "phone": "phone", "phone_right": "yes_no", "code": "code", "id_ending": "code", "card_ending": "code",
}  # fmt: skip
# Of the identity number, where its last character is an X one less; of a card.
ID_ENDING, CARD_ENDING = 6, 4
# Utterances that are no such digits, after which somebody is asked no more.
MOST_UNHEARD = 3
# The longest number there is (E.164), and the plain Chinese one.
MOST_DIGITS, CHINESE_DIGITS = 15, 11
GROUP = 4


@dataclass(frozen=True, slots=True)
class Say:
    """A line of `sign_in_lines`; `digits` fill its place, written for the ear."""

    line: str
    digits: str = ""


@dataclass(frozen=True, slots=True)
class SendCode:
    """Call this number."""

    phone: str


@dataclass(frozen=True, slots=True)
class SignIn:
    """Try this code."""

    phone: str
    code: str


@dataclass(frozen=True, slots=True)
class Match:
    """Compare these with what is known of the borrower."""

    id_ending: str
    card_ending: str


@dataclass(frozen=True, slots=True)
class MatchLater:
    """Let the app show who that is, or that the account is somebody else's."""


Step = Say | SendCode | SignIn | Match | MatchLater


class SignInTalk:
    """One conversation. `hear` says what to do next."""

    def __init__(self) -> None:
        self.stage: Stage = "phone"
        self._digits = self._code = self._id_ending = ""
        self._unheard = 0

    @property
    def narrow(self) -> Narrow:
        return NARROW[self.stage]

    def hear(self, text: str, *, doubtful: bool = False) -> Step:
        """`doubtful`: it was heard with little confidence; then a yes calls nobody."""
        if self.stage in ("id_ending", "card_ending"):
            return self._hear_ending(text)
        if starts_over(text):
            return self._start_over()
        if self.stage == "phone":
            return self._hear_phone(spelled_digits(text, CHINESE_DIGITS))
        if self.stage == "phone_right":
            return self._hear_yes(text, doubtful=doubtful)
        return self._hear_code(text)

    def code_sent(self) -> Say:
        self.stage, self._code = "code", ""
        return Say("calling")

    def not_called(self) -> Say:
        """Numbers there are not called: another may be said."""
        self.stage, self._digits = "phone", ""
        return Say("not_called")

    def code_refused(self) -> Say:
        """The code was wrong: it is said again, from its first digit."""
        self._code = ""
        return Say("wrong_code")

    def must_match(self) -> Say:
        """The account does not know the device."""
        self.stage = "id_ending"
        return Say("match_id")

    def not_matched(self) -> Say:
        self.stage = "id_ending"
        return Say("match_wrong")

    def _hear_ending(self, text: str) -> Step:
        """Said at once and not read back: others may hear it."""
        if leaves_for_later(text):
            return MatchLater()
        if starts_over(text):
            return self.must_match()
        digits = spelled_digits(text, ID_ENDING if self.stage == "id_ending" else CARD_ENDING) or ""
        if self.stage == "id_ending" and len(digits) in (ID_ENDING - 1, ID_ENDING):
            self.stage, self._id_ending = "card_ending", digits
            return Say("match_card")
        if self.stage == "card_ending" and len(digits) == CARD_ENDING:
            return Match(self._id_ending, digits)
        self._unheard += 1
        return MatchLater() if self._unheard >= MOST_UNHEARD else Say(f"only_{self.stage}")

    def _start_over(self) -> Say:
        self.stage, self._digits = "phone", ""
        return Say("phone_again")

    def _hear_phone(self, said: str | None) -> Step:
        """A whole number said at once takes the place of parts said before; parts are put together."""
        if said is None:
            return Say("only_digits")
        whole = said if is_phone(said) else self._digits + said
        if is_phone(whole):
            self.stage, self._digits = "phone_right", whole
            return Say("phone_right", spaced(whole))
        if len(whole.lstrip("+")) >= (MOST_DIGITS if whole.startswith("+") else CHINESE_DIGITS):
            self._digits = ""
            return Say("no_phone")
        self._digits = whole
        return Say("go_on", spaced(whole))

    def _hear_yes(self, text: str, *, doubtful: bool) -> Step:
        yes = answer_in(text)
        if yes is False:
            return self._start_over()
        if yes:
            return Say("yes_or_no", spaced(self._digits)) if doubtful else SendCode(self._digits)
        said = spelled_digits(text, CHINESE_DIGITS)
        if said is None:
            return Say("yes_or_no", spaced(self._digits))
        # Digits instead go on with a number that could be longer, or correct it.
        longer = self._digits + said
        self.stage, self._digits = "phone", ""
        return self._hear_phone(longer if is_phone(longer) else said)

    def _hear_code(self, text: str) -> Step:
        if wants_another_code(text):
            return SendCode(self._digits)
        if (said := spelled_digits(text, CODE_DIGITS)) is None:
            return Say("only_code")
        self._code = said if len(said) == CODE_DIGITS else self._code + said
        if len(self._code) < CODE_DIGITS:
            return Say("go_on_with_code")
        if len(self._code) > CODE_DIGITS:
            return self.code_refused()
        return SignIn(self._digits, self._code)


def is_phone(digits: str) -> bool:
    try:
        normal_phone(digits)
    except InvalidPhone:
        return False
    return True


def spaced(digits: str) -> str:
    """Written so that a voice reads digit by digit, with a pause before each group: `1 3 8, 0 0 1 3, 8 0 0 0`."""
    first = len(digits) % GROUP or GROUP
    groups = [digits[:first], *(digits[start : start + GROUP] for start in range(first, len(digits), GROUP))]
    return ", ".join(" ".join(group) for group in groups)
