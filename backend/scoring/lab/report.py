"""`python -m backend.scoring report --out FOLDER`: the shipped model's report, `report.md` with pictures, `report.json`."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from backend.scoring import training
from backend.scoring.dataset import TrainingData
from backend.scoring.grades import GRADES
from backend.scoring.lab import fairness, plots, shipped

PICTURES = ("roc", "ks", "calibration", "reasons")
INTERVAL = "_interval"


def write_report(out: Path, source: TrainingData, splits: int, tell: Callable[[str], None]) -> dict[str, Any]:
    """Answers what `report.json` holds. With no splits, what leaving columns out costs is not measured."""
    out.mkdir(parents=True, exist_ok=True)
    people = shipped.sample(source)
    tell(f"{len(people.rows)} applicants, each scored by models that never saw them")
    labels = people.table.labels
    chances = shipped.unseen(people)
    found: dict[str, Any] = {
        "data": source.mapping.name,
        "applicants": len(people.rows),
        "bad_rate": round(float(labels.mean()), 4),
        "models": {
            "scorecard": training.metrics_of(training.scorecard, people.rows, labels),
            "challenger": training.metrics_of(training.challenger, people.rows, labels),
        },
        "grades": training.observed_by_grade(people.rows, labels),
        "fairness": fairness.by_group(people.table.columns, labels, chances["scorecard"]),
        "reasons": shipped.reasons_told(people, chances["scorecard"]),
    }
    if splits:
        found["views"] = shipped.cost_of_the_view(people, source.mapping, splits, tell)
    plots.draw_all(out, labels, chances, found["reasons"])
    (out / "report.json").write_text(json.dumps(found, indent=2))
    (out / "report.md").write_text("\n".join(_pages(found)))
    tell(f"wrote {out / 'report.md'}")
    return found


def _pages(found: Mapping[str, Any]) -> Iterable[str]:
    yield f"# Scoring report\n\n{found['data']}: {found['applicants']} applicants, {found['bad_rate']:.1%} bad.\n"
    yield "## The models, ten-fold cross-validated (mean ± spread over folds)\n"
    yield _table([{"model": name, **_spread(metrics)} for name, metrics in found["models"].items()])
    yield "".join(f"![{name}]({name}.png)\n" for name in PICTURES)
    yield "## Grades\n"
    yield _table([_grade_row(name, seen) for name, seen in found["grades"].items()])
    for group, rows in found["fairness"].items():
        yield f"## By {group.replace('_', ' ')}, which the model does not see\n"
        yield _table(rows)
    if "views" in found:
        yield "## What the narrow view costs, on the same splits (mean and 95 % interval)\n"
        yield _table([{"columns": name, **_with_intervals(row)} for name, row in found["views"].items()])


def _spread(metrics: Mapping[str, Mapping[str, float]]) -> dict[str, str]:
    return {name: f"{m['mean']:.4f} ± {m['sd']:.4f}" for name, m in metrics.items()}


def _grade_row(name: str, seen: Mapping[str, float]) -> dict[str, str]:
    grade = next(grade for grade in GRADES if grade.name == name)
    return {
        "grade": name,
        "chance up to": f"{grade.up_to:.2f}",
        "yearly rate %": f"{grade.rate_from} to {grade.rate_to}",
        "at most, monthly incomes": f"{grade.limit_months}",
        "applicants": f"{seen['share']:.1%}",
        "went bad": f"{seen['bad_rate']:.1%}",
    }


def _with_intervals(row: Mapping[str, Any]) -> dict[str, str]:
    means = {name: value for name, value in row.items() if f"{name}{INTERVAL}" in row}
    found = {
        name: f"{value:.4f} [{row[name + INTERVAL][0]}, {row[name + INTERVAL][1]}]" for name, value in means.items()
    }
    less = row["auc_minus_all"]
    return {**found, "AUC less that of all": f"{less['mean']:+.4f} [{less['low']:+.4f}, {less['high']:+.4f}]"}


def _table(rows: Sequence[Mapping[str, Any]]) -> str:
    head = list(rows[0])
    lines = [head, ["---"] * len(head), *([str(row[name]) for name in head] for row in rows)]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)
