"""`python -m assistant.demo`: a Chinese and an English borrower apply, each from hello to a decision.

It talks to the running system through the public API alone, prints both transcripts, and fails unless
the decided schedule adds up to the fen.
"""

import argparse
import sys
from collections.abc import Sequence
from typing import Any

from assistant.chat import Chat, Message, add_url, as_text, no_trace_without_server

OPENING = {"zh": "你好，我想申请贷款", "en": "Hello, I would like to apply for a loan"}
# What is said when a value is asked for.
ANSWERS = {
    "zh": {
        "purpose": "装修房子",
        "amount": "三万五",
        "term_months": "12期",
        "method": "等额本息",
        "monthly_income": "每月一万二",
        "monthly_expenses": "4000块",
        "employment": "上班，有固定工作",
        "employment_years": "6年",
        "housing": "自己的房子",
        "assets": "20万",
        "debt": "没有欠款",
        "credit_check_consent": "同意",
    },
    "en": {
        "purpose": "renovating my home",
        "amount": "35,000 yuan",
        "term_months": "12 months",
        "method": "equal instalments",
        "monthly_income": "12k a month",
        "monthly_expenses": "about 4000",
        "employment": "I have a permanent job",
        "employment_years": "six years",
        "housing": "I own my home",
        "assets": "200,000",
        "debt": "none",
        "credit_check_consent": "yes, I agree",
    },
}
CONFIRMATION = {"zh": "对，提交", "en": "yes, submit it"}
LONGEST = 40  # turns; a form that asks more than this is going in circles


class DoesNotAddUp(Exception):
    """The schedule of the offer is not the sum of its parts."""


def fill_form(chat: Chat, language: str, until: str | None = None) -> list[str]:
    """Say hello and answer whatever is asked, up to the read-back or the question for `until`; the values asked for, in order."""
    asked: list[str] = []
    replies = chat.say(OPENING[language])
    while replies and (expects := replies[-1]["expects"]) in ANSWERS[language] and len(asked) < LONGEST:
        if expects == until:
            break
        asked.append(expects)
        replies = chat.say(ANSWERS[language][expects])
    return asked


def decision_in(messages: list[Message]) -> dict[str, Any]:
    """The application as decided. Raises `LookupError` when no message carries a decision."""
    for message in reversed(messages):
        for block in message["blocks"]:
            if block["type"] == "decision":
                return dict(block["application"])
    raise LookupError("no decision was spoken")


def check_schedule(quote: dict[str, Any]) -> None:
    """Raises `DoesNotAddUp`."""
    rows = quote["instalments"]
    sums = {part: sum(row[part]["minor"] for row in rows) for part in ("principal", "interest", "fee", "payment")}
    adds_up = (
        sums["principal"] == quote["amount"]["minor"]
        and sums["interest"] == quote["total_interest"]["minor"]
        and sums["fee"] == quote["total_fees"]["minor"]
        and sums["payment"] == sums["principal"] + sums["interest"] + sums["fee"]
        and rows[-1]["balance"]["minor"] == 0
    )
    if not adds_up:
        raise DoesNotAddUp(sums)


def play(url: str, language: str) -> str:
    """One borrower's application; what to print of it."""
    chat = Chat.sign_in(url, language)
    fill_form(chat, language)
    chat.say(CONFIRMATION[language])
    decision = decision_in(chat.transcript)["decision"]
    lines = [f"=== {language} ===", *(as_text(message) for message in chat.transcript)]
    if decision["offer"]:
        quote = decision["offer"]["quote"]
        check_schedule(quote)
        owed = sum(row["payment"]["minor"] for row in quote["instalments"])
        lines.append(f"--- {len(quote['instalments'])} instalments add up to ¥{owed / 100:,.2f}, to the fen")
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m assistant.demo", description=__doc__)
    add_url(parser)
    url = parser.parse_args(arguments).url
    with no_trace_without_server(url):
        for language in ("zh", "en"):
            sys.stdout.write(play(url, language) + "\n\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
