"""`python -m backend.policy [--own FILE]` prints every rule with its value, kind and source: docs/what-a-lender-decides.md.

With a lender's own file, the rules as they are then; exit code 2 when the file breaks a law.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

from backend.policy.rules import SHIPPED_FILE, Policies, PolicyInvalid, Rule, read_rules
from backend.settings import EverySetting, LenderSettings
from servicekit.commands import run_command
from servicekit.settings import read_settings

HEAD = """# What a lender must decide

Written by `python -m backend.policy`. *Law*: a lender may only be stricter. *Lender*: each lender's own figure. *Default*: works as it
is, and may be changed. A lender's file (`BACKEND_POLICY`) has entries of the same form as `backend/policy/policy.json`.
The law is quoted from memory: counsel confirms each source before lending.
"""
COLUMNS = "| rule | licence | kind | from | value | what it decides | 含义 | source |\n| --- | --- | --- | --- | --- | --- | --- | --- |"


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="backend.policy", description=__doc__)
    parser.add_argument("--own", type=Path, help="a lender's own rules")
    own = parser.parse_args(argv).own
    try:
        Policies.load(read_settings(LenderSettings).licence, own)
        print(page([*read_rules(SHIPPED_FILE), *(read_rules(own) if own else [])]), end="")
    except PolicyInvalid as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def page(rules: Sequence[Rule]) -> str:
    parts = [HEAD]
    for group, members in groupby(rules, key=lambda rule: rule.code.partition(".")[0]):
        parts.append(f"## {group.capitalize()}\n\n{COLUMNS}\n" + "\n".join(map(_row, members)) + "\n")
    return "\n".join(parts)


def _row(rule: Rule) -> str:
    bound = {"most": " at most", "least": " at least", None: ""}[rule.bound]
    cells = (
        f"`{rule.code}`",
        ", ".join(rule.licences) or "all",
        rule.kind,
        f"{rule.since}",
        f"{_value(rule)}{bound}",
        rule.text.en,
        rule.text.zh,
        rule.source,
    )
    return "| " + " | ".join(cells) + " |"


def _value(rule: Rule) -> str:
    if isinstance(rule.value, dict):
        return f"{int(str(rule.value['minor'])) // 100:,} {rule.value['currency']}"
    return "**to be set**" if rule.value is None else json.dumps(rule.value)


if __name__ == "__main__":
    run_command(main, EverySetting)
