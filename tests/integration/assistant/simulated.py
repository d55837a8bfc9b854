"""Simulated borrowers: they answer, interrupt and mumble at random, in the words of the writers of the training turns. They prove
invariants, and say nothing of how well people are understood."""

import json
import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from assistant.model import PROJECT
from contract.texts import Language
from tests.integration.assistant.conftest import Borrower

MOST_MESSAGES = 10
OPENINGS: Mapping[Language, Sequence[str]] = {
    "zh": ("我想借三万装修", "借两万，分12期", "想贷款", "申请贷款，看病用"),
    "en": (
        "I'd like to borrow 30,000",
        "a loan for the kitchen please",
        "I want to apply for a loan",
        "20k over 12 months",
    ),
}
ANSWERS: Mapping[Language, Mapping[str, Sequence[str]]] = {
    "zh": {
        "purpose": ("装修", "看病"), "amount": ("三万", "25000"), "term_months": ("十二个月", "24期"), "method": ("等额本息",),
        "monthly_income": ("一万二", "9000"), "monthly_expenses": ("四千", "跳过"), "employment": ("上班", "跳过"), "employment_years": ("五年", "跳过"),
        "housing": ("租房", "跟爸妈住"), "assets": ("五万", "没有"), "debt": ("没有", "一万"), "credit_check_consent": ("同意", "可以查"),
        "application_confirmed": ("对，提交", "都对"), "meant_field": ("第一个",), "restart_confirmed": ("不用",), "confirmation": ("不用了",),
    },
    "en": {
        "purpose": ("renovation", "medical"), "amount": ("30,000", "25k"), "term_months": ("12 months", "two years"), "method": ("equal instalments",),
        "monthly_income": ("12000", "9k a month"), "monthly_expenses": ("4000", "skip"), "employment": ("full-time job", "skip"), "employment_years": ("five years", "skip"),
        "housing": ("renting", "with my parents"), "assets": ("50000", "none"), "debt": ("none", "10,000"), "credit_check_consent": ("I agree", "you may check"),
        "application_confirmed": ("yes, submit it", "all correct"), "meant_field": ("the first",), "restart_confirmed": ("no",), "confirmation": ("no thanks",),
    },
}  # fmt: skip
NOISE: Mapping[Language, Sequence[str]] = {
    "zh": ("嗯", "……", "哈哈", "👍", "啊？", "等等"),
    "en": ("hmm", "...", "lol", "👍", "eh?", "wait"),
}
# Wishes that only ask; none of them ends the form.
ASKS = frozenset(
    {
        "fees_question", "product_info", "legal_question", "faq", "eligibility", "thanks", "greet", "bot_challenge", "repeat", "out_of_scope",
        "quote_repayment", "compare_products", "not_yet",
    }
)  # fmt: skip
# What ends the form, or takes its question away, and says so.
TURNS_AWAY = ("left", "withdrawn", "handed_over", "restarted", "refused", "submitted", "read_back", "kept")
MISFIT = re.compile("不合适了|no longer fits")
STORES = ("stored", "skipped", "carried_out", "opened", "resumed")


@dataclass
class Broken:
    """What an invariant did not hold of: the messages so far, and which it was."""

    seed: int
    said: list[str]
    why: str

    def __str__(self) -> str:
        return f"{self.seed}: {self.why}: {self.said}"


@dataclass
class Seen:
    expects: str | None = None
    application: dict[str, Any] = field(default_factory=dict)


def play(borrower: Borrower, language: Language, seed: int) -> Broken | None:
    """None where every invariant held."""
    said: list[str] = []
    chance, before = random.Random(seed), Seen()  # noqa: S311 - a sample, not a secret
    message = chance.choice(OPENINGS[language])
    for _ in range(MOST_MESSAGES):
        said.append(message)
        turn = borrower.say(message)
        after = Seen(turn["expects"], next(iter(borrower.applications()), {}))
        acts = [act.partition("/")[2] for act in turn["understanding"]["acts"]]
        told = turn["understanding"]["values"]
        if (why := broken(before, after, turn["replies"], acts, told)) is not None:
            return Broken(seed, said, why)
        if any(reply["handoff"] for reply in turn["replies"]) or after.application.get("status", "draft") != "draft":
            return None
        before, message = after, _next(chance, language, after.expects)
    return None


def broken(
    before: Seen, after: Seen, replies: Sequence[Mapping[str, Any]], acts: Sequence[str], told: Mapping[str, Any]
) -> str | None:
    """`told`: the values that the message gave; no other may change, unless it is said that it no longer fits."""
    if not any(reply["text"].strip() for reply in replies):
        return "silent"
    held, holds = before.application, after.application
    sent = held.get("status") == "draft" and holds.get("status") not in ("draft", "withdrawn", "cancelled")
    if sent and held["id"] == holds["id"] and before.expects != "application_confirmed":
        return "submitted without being read back"
    if not held or held["id"] != holds.get("id") or set(acts) & set(TURNS_AWAY):
        return None
    stores = bool(set(acts) & set(STORES))
    changed = [name for name, value in held["fields"].items() if value is not None and holds["fields"][name] != value]
    lost = [name for name in changed if not (stores and name in told)]
    if lost and not (stores and any(MISFIT.search(reply["text"]) for reply in replies)):
        return f"lost or changed {lost}"
    if not stores and before.expects is not None and after.expects is None:
        return f"the question {before.expects} is gone"
    return None


def _next(chance: random.Random, language: Language, expects: str | None) -> str:
    drawn = chance.random()
    if drawn < 0.5 and (answers := ANSWERS[language].get(expects or "")):
        return chance.choice(answers)
    if drawn < 0.65 and (strange := _written(language, f"asked_{expects}")):
        return chance.choice(strange)
    return chance.choice(NOISE[language] if drawn > 0.92 else _written(language, "asks"))


@cache
def _written(language: Language, kind: str) -> tuple[str, ...]:
    """Sentences of the training turns: questions, or answers to one question of the form."""
    folder, name = (PROJECT / "data" / "turns", "asks") if kind == "asks" else (PROJECT / "data" / "values", kind)
    lines = [
        json.loads(line) for file in sorted(folder.glob("*.jsonl")) for line in file.read_text("utf-8").splitlines()
    ]
    return tuple(
        line["say"]
        for line in lines
        if line["lang"] == language
        and (line["want"][0] in ASKS and "guard" not in line if name == "asks" else f"asked_{line['asked']}" == name)
    )
