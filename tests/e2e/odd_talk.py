"""Borrowers who type odd lines through the public API, and what became of each line."""

import itertools
import json
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from assistant.model import PROJECT
from servicekit.storable_text import is_storable
from tests.e2e.borrower_app import BorrowerApp
from tests.e2e.odd_lines import Line

# So many lines one borrower types before another comes: real conversations are no longer.
CONVERSATION = 25
# Half of the borrowers have a form open, in which every line might be an answer.
OPENINGS = (("zh", "我想申请贷款"), ("en", "I want to apply for a loan"), ("zh", "你好"), ("en", "hello"))
OK = 200


def asking_back() -> frozenset[str]:
    """The words in which the bot says that it did not understand."""
    responses = yaml.safe_load(Path(PROJECT, "domain", "repair.yml").read_text())["responses"]
    return frozenset(variation["text"] for variations in responses.values() for variation in variations)


@dataclass
class Tally:
    """`seconds` that each answer took, a coded refusal too; the counts are by kind of line. `filled` are the lines of
    Rasa syntax after which an application was not what it was before."""

    seconds: list[float] = field(default_factory=list)
    unanswered: list[Line] = field(default_factory=list)
    filled: list[Line] = field(default_factory=list)
    refused: Counter[str] = field(default_factory=Counter)
    asked_back: Counter[str] = field(default_factory=Counter)
    handed_over: Counter[str] = field(default_factory=Counter)
    conversations: int = 0

    def figures(self) -> str:
        ordered = sorted(self.seconds)
        p50, p95 = (ordered[int(len(ordered) * share)] for share in (0.5, 0.95))
        counts = {name: dict(getattr(self, name)) for name in ("refused", "asked_back", "handed_over")}
        return (
            f"{len(ordered)} lines in {self.conversations} conversations: p50 {p50:.2f} s, p95 {p95:.2f} s, "
            f"max {ordered[-1]:.2f} s; {counts}"
        )


def say_all(lines: Iterable[Line], sign_up: Callable[[str], BorrowerApp]) -> Tally:
    """Every line is said to a bot, never to a queue: after a hand-over another borrower goes on."""
    tally, left, asking = Tally(), deque(lines), asking_back()
    for language, opening in itertools.cycle(OPENINGS):
        if not left:
            break
        app = sign_up(language)
        app.say(opening)
        tally.conversations += 1
        for _ in range(min(CONVERSATION, len(left))):
            if _say(app, left.popleft(), tally, asking):
                break
    return tally


def _say(app: BorrowerApp, line: Line, tally: Tally, asking: frozenset[str]) -> bool:
    """Whether the line brought a person."""
    before = app.get("/applications") if line.kind == "rasa syntax" else None
    started = time.perf_counter()
    response = app.post_message(text=line.text)
    tally.seconds.append(time.perf_counter() - started)
    body = response.json()
    if response.status_code != OK:
        # Nothing is left of some lines once what cannot be seen is taken away.
        tally.refused[f"{line.kind}: {body['code']}"] += 1
        if body["code"] == "invalid_request" and is_storable(json.dumps({"text": line.text}).encode()):
            tally.unanswered.append(line)
        return False
    if before is not None and app.get("/applications") != before:
        tally.filled.append(line)
    replies = body["replies"]
    if not replies:
        tally.unanswered.append(line)
    tally.asked_back[line.kind] += any(reply["text"] in asking for reply in replies)
    handed_over = any(block["type"] == "handoff" for reply in replies for block in reply["blocks"])
    tally.handed_over[line.kind] += handed_over
    return handed_over
