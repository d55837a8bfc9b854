"""What came out, as figures and as a table. Pure."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from assistant.evaluate.intervals import bootstrap_mean, wilson
from assistant.evaluate.playing import GoalResult, HelpResult, TurnResult

Json = dict[str, Any]
One = TypeVar("One")
NOT_GIVEN = "no understanding was given: the system does not say what it did, so this is not judged"


@dataclass(frozen=True, slots=True)
class Results:
    """`failed`: what could not be played, and why, by id."""

    turns: Sequence[TurnResult] = ()
    goals: Sequence[GoalResult] = ()
    help: Sequence[HelpResult] = ()
    failed: Sequence[tuple[str, str]] = ()


TurnFact = Callable[[TurnResult], bool]
# Shares of the turns that were judged.
OF_JUDGED: dict[str, TurnFact] = {
    "rightly_lenient": lambda one: one.first.lenient,
    "rightly_strict": lambda one: one.first.strict,
    "asked_back": lambda one: one.first.verdict == "asked_back",
    "confidently_wrong": lambda one: one.first.verdict == "confidently_wrong",
    "nothing_done": lambda one: one.first.verdict == "nothing_done",
    "rightly_at_last": lambda one: one.first.lenient or one.recovered,
}
# Shares of all turns: to be seen from outside.
OF_ALL: dict[str, TurnFact] = {
    "unanswered": lambda one: one.first.verdict == "unanswered",
    "person_offered": lambda one: one.first.offered,
    "person_imposed": lambda one: one.first.imposed,
    "hard_failures": lambda one: bool(one.first.hard),
}


def report(results: Results) -> Json:
    turns = results.turns
    found: Json = {
        "turns": turn_figures(turns),
        "by": {
            "language": grouped(turns, lambda one: [one.turn.lang], turn_figures),
            "capability": grouped(turns, lambda one: one.turn.want, turn_figures),
            "writer": grouped(turns, lambda one: [one.turn.writer], turn_figures),
        },
        "goals": goal_figures(results.goals),
        "goals_by": {
            "language": grouped(results.goals, lambda one: [one.goal.lang], goal_figures),
            "writer": grouped(results.goals, lambda one: [one.goal.writer], goal_figures),
        },
        "help": help_figures(results.help),
        "help_by": {
            "language": grouped(results.help, lambda one: [one.question.lang], help_figures),
            "writer": grouped(results.help, lambda one: [one.question.writer], help_figures),
        },
        "not_played": [{"id": id_, "why": why} for id_, why in results.failed],
        "details": {
            "turns": [turn_detail(one) for one in turns],
            "goals": [goal_detail(one) for one in results.goals],
            "help": [help_detail(one) for one in results.help],
        },
    }
    if results.turns and not any(one.understood for one in turns):
        found["note"] = NOT_GIVEN
    return found


def share(hits: int, count: int) -> Json:
    """None where nothing was counted."""
    interval = wilson(hits, count)
    return {
        "share": round(hits / count, 4) if count else None,
        "interval": [round(interval.low, 4), round(interval.high, 4)],
        "hits": hits,
        "of": count,
    }


def turn_figures(turns: Sequence[TurnResult]) -> Json:
    judged = [one for one in turns if one.first.judged]
    missed = [one for one in judged if not one.first.lenient and one.again is not None and one.again.judged]
    told, taken, right = (sum(getattr(one.first.values, name) for one in judged) for name in ("told", "taken", "right"))
    return {
        "count": len(turns),
        "judged": len(judged),
        **{name: share(sum(map(fact, judged)), len(judged)) for name, fact in OF_JUDGED.items()},
        "recovered": share(sum(one.recovered for one in missed), len(missed)),
        **{name: share(sum(map(fact, turns)), len(turns)) for name, fact in OF_ALL.items()},
        "values_precision": share(right, taken),
        "values_recall": share(right, told),
    }


def goal_figures(goals: Sequence[GoalResult]) -> Json:
    known = [one for one in goals if one.reached is not None]
    checks = [check.passed for one in goals for check in one.checks if check.passed is not None]
    messages = [float(one.messages) for one in goals]
    used = bootstrap_mean(messages)
    return {
        "count": len(goals),
        "reached": share(sum(bool(one.reached) for one in known), len(known)),
        "checks": share(sum(checks), len(checks)),
        "not_checked": sum(check.passed is None for one in goals for check in one.checks),
        "turns_used": {
            "mean": round(sum(messages) / len(messages), 2) if messages else None,
            "interval": [round(used.low, 2), round(used.high, 2)] if messages else None,
        },
    }


def help_figures(asked: Sequence[HelpResult]) -> Json:
    known = [one for one in asked if one.right is not None]
    without = [one for one in known if not one.question.articles]
    return {
        "count": len(asked),
        "right": share(sum(bool(one.right) for one in known), len(known)),
        "right_or_offered": share(sum(one.within_reach for one in known), len(known)),
        "rightly_none": share(sum(bool(one.right) for one in without), len(without)),
        "unanswered": share(sum(not one.answered for one in asked), len(asked)),
    }


def grouped(
    results: Iterable[One], names_of: Callable[[One], Iterable[str]], figures: Callable[[Sequence[One]], Json]
) -> dict[str, Json]:
    """The figures of each group, by name; a result may be in several."""
    groups: dict[str, list[One]] = {}
    for one in results:
        for name in names_of(one):
            groups.setdefault(name, []).append(one)
    return {name: figures(groups[name]) for name in sorted(groups)}


def turn_detail(one: TurnResult) -> Json:
    found = one.understood
    return {
        "id": one.turn.id,
        "verdict": one.first.verdict,
        "strict": one.first.strict,
        "recovered": one.recovered,
        "hard": list(one.first.hard),
        "imposed": one.first.imposed,
        "acts": list(found.acts) if found else None,
        "values": dict(found.values) if found else None,
        "replied": one.said,
    }


def goal_detail(one: GoalResult) -> Json:
    return {
        "id": one.goal.id,
        "reached": one.reached,
        "messages": one.messages,
        "checks": [
            {"must" if check.wanted else "must_not": check.predicate, "passed": check.passed} for check in one.checks
        ],
        "unread_writes": list(one.unread_writes),
        "transcript": list(one.transcript),
    }


def help_detail(one: HelpResult) -> Json:
    return {
        "id": one.question.id,
        "right": one.right,
        "article": one.article,
        "offered": sorted(one.offered),
        "acts": list(one.acts),
    }


NAMES = {
    "rightly_lenient": "acted rightly, lenient",
    "rightly_strict": "acted rightly, strict",
    "asked_back": "asked back",
    "confidently_wrong": "confidently wrong",
    "nothing_done": "nothing done",
    "recovered": "recovered at the next message",
    "rightly_at_last": "rightly at once or then",
    "unanswered": "unanswered",
    "person_offered": "person offered",
    "person_imposed": "person imposed",
    "values_precision": "values, precision",
    "values_recall": "values, recall",
    "hard_failures": "hard failures",
}
COLUMNS = ("rightly_lenient", "rightly_strict", "asked_back", "confidently_wrong", "recovered", "values_recall")
SHORT = ("lenient", "strict", "asked back", "wrong", "recovered", "recall")


def as_text(found: Json) -> str:
    turns, goals, asked = found["turns"], found["goals"], found["help"]
    lines = [f"turns: {turns['count']}, of them judged: {turns['judged']}"]
    if "note" in found:
        lines.append(found["note"])
    lines += [_line(NAMES[name], turns[name]) for name in NAMES]
    for what, groups in found["by"].items():
        lines += ["", f"{'by ' + what:26}{'turns':>6}" + "".join(f"{short:>12}" for short in SHORT)]
        lines += [_row(name, group) for name, group in groups.items()]
    lines += [
        "",
        f"goals: {goals['count']}",
        _line("reached", goals["reached"]),
        _line("checks passed", goals["checks"]),
    ]
    if goals["count"]:
        low, high = goals["turns_used"]["interval"]
        lines.append(f"  {'turns used, mean':32}{goals['turns_used']['mean']:>7}  [{low}, {high}]")
    lines += [
        _line(f"reached, {name}", group["reached"]) for by in found["goals_by"].values() for name, group in by.items()
    ]
    lines += ["", f"help questions: {asked['count']}", _line("right article", asked["right"])]
    lines.append(_line("right, or to choose from", asked["right_or_offered"]))
    lines.append(_line("rightly none", asked["rightly_none"]))
    lines += [_line(f"right, {name}", group["right"]) for by in found["help_by"].values() for name, group in by.items()]
    lines += _failures(found)
    return "\n".join(lines)


def _failures(found: Json) -> list[str]:
    details = found["details"]
    hard = [f"  {one['id']}: {', '.join(one['hard'])}" for one in details["turns"] if one["hard"]]
    missed = [
        f"  {goal['id']}: {'must' if 'must' in check else 'must not'} {check.get('must', check.get('must_not'))}"
        for goal in details["goals"]
        for check in goal["checks"]
        if check["passed"] is False
    ]
    not_played = [f"  {one['id']}: {one['why']}" for one in found["not_played"]]
    parts = (("hard failures", hard), ("checks that failed", missed), ("not played", not_played))
    return [line for title, rows in parts if rows for line in ("", f"{title}:", *rows)]


def _line(name: str, figure: Json) -> str:
    if figure["share"] is None:
        return f"  {name:32}{'–':>7}"
    low, high = figure["interval"]
    return f"  {name:32}{figure['share']:>7.1%}  [{low:.1%}, {high:.1%}]  {figure['hits']} of {figure['of']}"


def _row(name: str, group: Json) -> str:
    shares = (group[column]["share"] for column in COLUMNS)
    return f"{name:26}{group['count']:>6}" + "".join(f"{'–' if one is None else f'{one:.0%}':>12}" for one in shares)
