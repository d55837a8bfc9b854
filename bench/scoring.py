"""What scoring costs: one decision, and tables of a hundred thousand and a million rows in bounded memory."""

import csv
import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from backend.scoring.schemas import ApplicationFacts
from backend.scoring.service import Scorer
from contract.money import Money
from tests.stack import ROOT

DECISIONS = 1_000
TABLES = (100_000, 1_000_000)
SEED = 42
# The least and the most of each answer, in yuan, months or years.
RANGES = {
    "amount": (5_000, 200_000),
    "term_months": (3, 36),
    "monthly_income": (3_000, 30_000),
    "monthly_expenses": (1_000, 8_000),
    "employment_years": (0, 30),
    "assets": (0, 500_000),
    "debt": (0, 200_000),
}
COLUMNS = (*RANGES, "employment", "housing")


def section() -> str:
    costs = sorted(decisions_ms())
    lines = [
        "## Scoring\n",
        "| what | figure |",
        "| --- | --- |",
        f"| one decision with its reasons, its advice and the shadow score: CPU ms, median | {statistics.median(costs):.1f} |",
        f"| the same, p99 | {costs[int(len(costs) * 0.99)]:.1f} |",
    ]
    for rows in TABLES:
        found = score_table(rows)
        lines += [
            f"| a table of {rows:,} rows: rows a CPU second | {found['rows_per_cpu_second']:,} |",
            f"| the same, peak memory, MiB | {found['peak_rss_mib']} |",
        ]
    return "\n".join([*lines, ""])


def decisions_ms() -> list[float]:
    """CPU of each decision, one thread; the first is not counted."""
    scorer = Scorer.load(ROOT / "var" / "models")
    costs = []
    for row in applicants(DECISIONS + 1):
        facts = facts_of(row)
        started = time.process_time()
        scorer.decide(facts)
        costs.append((time.process_time() - started) * 1000)
    return costs[1:]


def score_table(rows: int) -> dict[str, Any]:
    """What `python -m backend.scoring score` says of a table of that many applicants."""
    with tempfile.TemporaryDirectory() as folder:
        data, out = Path(folder) / "data.csv", Path(folder) / "scores.csv"
        with data.open("w", newline="") as lines:
            writer = csv.DictWriter(lines, COLUMNS)
            writer.writeheader()
            writer.writerows(applicants(rows))
        command = ["-m", "backend.scoring", "score", "--data", str(data), "--out", str(out), "--json"]
        done = subprocess.run(
            [sys.executable, *command], cwd=ROOT, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        return dict(json.loads(done.stdout))


def applicants(count: int) -> Iterator[dict[str, Any]]:
    """The same ones each time."""
    draw = random.Random(SEED)  # noqa: S311 - a sample, not a secret
    for _ in range(count):
        yield {
            **{name: draw.randint(*span) for name, span in RANGES.items()},
            "employment": draw.choice(("employed", "part_time", "self_employed")),
            "housing": draw.choice(("own", "rent", "family")),
        }


def facts_of(row: dict[str, Any]) -> ApplicationFacts:
    def yuan(name: str) -> Money:
        return Money(row[name] * 100)

    return ApplicationFacts(
        amount=yuan("amount"),
        term_months=row["term_months"],
        method="equal_instalment",
        rate_percent=Decimal(18),
        monthly_income=yuan("monthly_income"),
        amount_min=Money(1_000_00),
        amount_max=Money(200_000_00),
        term_min_months=3,
        term_max_months=36,
        monthly_expenses=yuan("monthly_expenses"),
        employment=row["employment"],
        employment_years=Decimal(row["employment_years"]),
        housing=row["housing"],
        assets=yuan("assets"),
        debt=yuan("debt"),
    )
