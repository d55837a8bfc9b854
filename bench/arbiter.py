"""`python -m bench.arbiter --turns F --questions F [--model F] [--write]`: fits what decides between an act and a help article.

F are sets in the format of docs/acceptance.md, on whose turns the intents of the model were not trained. Prints how often the better of the two is
chosen for writers that were left out, and the weights; `--write` puts these into `assistant/actions/arbiter.json`.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import LeaveOneGroupOut, cross_val_predict

from assistant.actions.arbiter import LEAST, LEAST_OF_OWN, WEIGHTS, evidence, may_be_a_question
from assistant.actions.risks import is_doubtful, worth_trying
from assistant.actions.turn import NOT_SURE, Turn
from assistant.evaluate import format as sets
from assistant.evaluate.guards import NOTHING
from assistant.evaluate.nlu import measure, write_rows
from assistant.evaluate.sets import read_set
from assistant.model import current_model
from assistant.turns import INTENTS, situation
from backend.help_centre import embedder
from backend.help_centre.search import Wording, build_search, is_sure, worth_giving
from backend.help_centre.sources import PACKAGED
from contract.lending.help import HelpAnswer
from contract.texts import LocalText

CACHE = Path(__file__).parent.parent / "var" / "models" / "help-centre"
STRENGTH = 1.0
# Something else is asked there, or a person is waited for.
ELSEWHERE = ("form_", "read_back", "contract_shown", "queued", "claimed")
CAPABILITIES = {intent: capability for capability, intent in INTENTS.items()}
UNSAID = LocalText(zh="-", en="-")


@dataclass(frozen=True, slots=True)
class Line:
    """`acts`: capabilities that serve it; `articles`: those that answer it, or None where any may."""

    writer: str
    text: str
    situation: frozenset[str]
    acts: frozenset[str]
    articles: frozenset[str] | None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--turns", type=Path, nargs="+", required=True, metavar="F")
    parser.add_argument("--questions", type=Path, nargs="+", required=True, metavar="F")
    parser.add_argument("--model", type=Path, metavar="F", help="default: the current one")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    weights = fit([*_turns(options.turns), *_questions(options.questions)], options.model or current_model())
    if options.write:
        WEIGHTS.write_text(json.dumps({"weights": weights}, indent=1) + "\n")
    sys.stdout.write(json.dumps(weights, indent=1) + "\n")


def fit(lines: Sequence[Line], understanding: Path) -> dict[str, float]:
    """The weights by name. Says on stderr how many are told rightly, each by a model that saw nothing of its writer."""
    told, better, writers = [], [], []
    for line, turn, answer in zip(lines, _understood(lines, understanding), _answers(lines), strict=True):
        verdict = None if answer is None or not may_be_a_question(turn) else _is_better(line, turn, answer)
        if answer is not None and verdict is not None:
            told.append(evidence(turn, answer))
            better.append(verdict)
            writers.append(line.writer)
    names = list(told[0])
    rows, truth = np.array([[one[name] for name in names] for one in told]), np.array(better)
    model = LogisticRegression(C=STRENGTH, max_iter=2000)
    odds = cross_val_predict(model, rows, truth, groups=writers, cv=LeaveOneGroupOut(), method="predict_proba")[:, 1]
    least = np.where(rows[:, names.index("has")] > 0, LEAST_OF_OWN, LEAST)
    chosen = odds >= least
    sys.stderr.write(
        f"{len(truth)} lines of {len(set(writers))} writers: the article where it answers {chosen[truth].mean():.1%} of "
        f"{truth.sum()}, the act where that serves {(~chosen)[~truth].mean():.1%} of {(~truth).sum()}\n"
    )
    model.fit(rows, truth)
    weighed = {name: round(float(weight), 3) for name, weight in zip(names, model.coef_[0], strict=True)}
    return {"constant": round(float(model.intercept_[0]), 3), **weighed}


def _is_better(line: Line, turn: Turn, answer: HelpAnswer) -> bool | None:
    """Whether the article serves the line and the act does not; None where both or neither do."""
    by_act = CAPABILITIES.get(turn.intent, turn.intent) in line.acts
    by_article = answer.id in line.articles if line.articles is not None else "faq" in line.acts
    return None if by_act == by_article else by_article


def _turns(files: Iterable[Path]) -> Iterator[Line]:
    for turn in (turn for file in files for turn in read_set(file, sets.Turn)):
        if not turn.before and not turn.scene.startswith(ELSEWHERE):
            acts = frozenset([*turn.want, *turn.also])
            yield Line(turn.writer, turn.say, frozenset(situation(turn.scene)), acts, None)


def _questions(files: Iterable[Path]) -> Iterator[Line]:
    for question in (question for file in files for question in read_set(file, sets.Question)):
        articles = frozenset(question.articles)
        # Where no article answers, whatever else is done is better than one.
        acts: frozenset[str] = frozenset() if articles else frozenset(CAPABILITIES.values()) | set(sets.CAPABILITIES)
        yield Line(question.writer, question.say, frozenset(situation("new")), acts, articles)


def _understood(lines: Sequence[Line], model: Path) -> list[Turn]:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "said.csv"
        write_rows(file, [{"text": line.text, "label": "", "situation": " ".join(line.situation)} for line in lines])
        told = measure(file, model=model)["answers"]
    return [_turn(line, one) for line, one in zip(lines, told, strict=True)]


def _turn(line: Line, told: dict[str, object]) -> Turn:
    odds: dict[str, float] = dict(told["odds"])  # type: ignore[call-overload]
    intent = str(told["label"]) if float(str(told["familiarity"])) >= 0 else NOT_SURE
    turn = replace(NOTHING, text=line.text, intent=intent, odds=odds, situation=line.situation)
    if is_doubtful(turn):
        turn = replace(turn, intent=NOT_SURE)
    guess = worth_trying(turn)
    return turn if guess is None or guess.is_faint else replace(turn, intent=guess.intent)


def _answers(lines: Sequence[Line]) -> list[HelpAnswer | None]:
    """The best article for each; None where the help centre has none."""
    search = build_search(embedder.load(PACKAGED), CACHE, Wording({}, dict))
    texts = [line.text for line in lines]
    found = search.index.find(texts, search.embedder.embed(texts))
    best = [(next(iter(worth_giving(one, search.cuts, 1)), None), is_sure(one, search.cuts)) for one in found]
    return [
        HelpAnswer(id=told[0], question=UNSAID, answer=UNSAID, speak=UNSAID, source=None, score=told[1], sure=sure)
        if told is not None
        else None
        for told, sure in best
    ]


if __name__ == "__main__":
    main()
