"""How many turns a borrower whom nobody understands says before a person is called: nonsense, in the form and out of it."""

from collections.abc import Callable
from dataclasses import dataclass

import httpx

from bench.turns import conversation
from contract.texts import Language
from tests.stack import Stack

LONGEST = 20  # turns; later than this nobody came
# What a turn without sense looks like: a pocket, a child, noise that was taken for words.
NONSENSE: dict[Language, tuple[str, ...]] = {
    "zh": ("啊啵呲嘚呃咈", "咕噜噜嘎嘣嘎嘣", "ㄅㄆㄇㄈㄉㄊ", "嗯嗯呜呜咿呀", "叽里咕噜叽里咕噜", "嘟嘟嘟嘟啪"),
    "en": (
        "asdf jkl qwer",
        "blorp fnarg wibble",
        "zzzz hhhh kkk",
        "gah nuh muh bluh",
        "xqz vrp tlk",
        "lalala dumdi dum",
    ),
}
# Nothing before the nonsense, or a form that is open.
BEFORE: dict[str, dict[Language, tuple[str, ...]]] = {
    "at the start": {"zh": (), "en": ()},
    "in the form": {"zh": ("我想申请贷款",), "en": ("I want to apply for a loan",)},
}
# Says a sentence; true when the reply calls a person.
Say = Callable[[str], bool]


@dataclass(frozen=True)
class Lost:
    """`turns` of nonsense until a person was called; None if none was within `LONGEST`."""

    place: str
    language: Language
    turns: int | None


def turns_to_a_person(say: Say, nonsense: tuple[str, ...]) -> int | None:
    for turn in range(1, LONGEST + 1):
        if say(nonsense[(turn - 1) % len(nonsense)]):
            return turn
    return None


def measure(converse: Callable[[Language], Say]) -> list[Lost]:
    """`converse` opens a conversation of a new borrower in a language."""
    found = []
    for place, openings in BEFORE.items():
        for language, opening in openings.items():
            say = converse(language)
            for text in opening:
                say(text)
            found.append(Lost(place, language, turns_to_a_person(say, NONSENSE[language])))
    return found


def on_stack(stack: Stack, http: httpx.Client) -> Callable[[Language], Say]:
    """Conversations straight into the running dialogue's channel."""

    def converse(language: Language) -> Say:
        take_turn = conversation(stack, http, language)
        return lambda text: any(reply["handoff"] for reply in take_turn(text)["replies"])

    return converse
