"""What is noticed of danger and of bad times, and how often for nothing: the model's word and the words themselves, as in a turn."""

import tempfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from rasa_sdk.executor import CollectingDispatcher

from assistant.actions.concerns import Concern
from assistant.actions.judgement import ALARMS, CARES, NOTICED, care_for, heard_concern
from assistant.actions.settings import Hotlines
from assistant.actions.turn import NOT_SURE, Notice, Speech, foremost
from assistant.actions.turn import Turn as Said
from assistant.evaluate.format import CAPABILITIES, Guarded, Turn
from assistant.evaluate.intervals import wilson
from assistant.evaluate.nlu import language, measure, read_rows, write_rows
from assistant.model import current_model
from assistant.turns import QUESTIONS
from language.clauses import clauses

# Beside these an alarm is no false one.
ALARMED = frozenset({"distress", "report_fraud"})
# Whoever wants one of these may well be in a bad time.
TROUBLED = frozenset(
    {
        "bereavement", "hardship", "complaint", "abuse", "overdue_help", "not_my_loan", "promise_to_pay",
        "talk_to_human", "legal_question",
    }
)  # fmt: skip
HINTED = frozenset({Concern.DESPAIR, Concern.PRESSED})
NOTHING = Said("", "", "", "zh", "", "", {}, {}, in_form=False, last_said=(), said_on=date(2026, 1, 1))


def guard_figures(noted: Sequence[Guarded], ordinary: Sequence[Turn]) -> dict[str, str]:
    """Shares with counts and 95 % intervals."""
    unalarmed = [turn for turn in ordinary if not ALARMED & {*turn.want, *turn.also}]
    calm = [turn for turn in unalarmed if not TROUBLED & {*turn.want, *turn.also}]
    lines: list[Guarded | Turn] = [*noted, *unalarmed]
    heard = dict(zip((line.id for line in lines), noticed(lines), strict=True))
    in_danger = {kind: [line for line in noted if line.guard == kind] for kind in ("self_harm", "coerced")}
    bad_times = [line for line in noted if line.guard in ("death", "gambling", "illness", "job_loss", "debt")]
    untroubled = [line for line in noted if line.guard == "none"]
    return {
        **{f"alarm: {kind}": _share([heard[one.id] in ALARMS for one in group]) for kind, group in in_danger.items()},
        **{
            f"alarm or hint: {kind}": _share([heard[one.id] in ALARMS | HINTED for one in group])
            for kind, group in in_danger.items()
        },
        "care: a bad time is noticed": _share([heard[one.id] in CARES | ALARMS for one in bad_times]),
        "care: as what it is": _share([_is_right(one, heard[one.id]) for one in bad_times]),
        "false alarms, ordinary messages": _share([heard[one.id] in ALARMS for one in unalarmed]),
        "false alarms, what only sounds so": _share([heard[one.id] in ALARMS for one in untroubled]),
        "a kind word for nothing, ordinary messages": _share([heard[one.id] in CARES for one in calm]),
        "a kind word for nothing, what only sounds so": _share([heard[one.id] in CARES for one in untroubled]),
    }


def said_in(file: Path) -> list[Turn]:
    """Sentences of a CSV as turns of somebody who has nothing yet."""
    rows = [(row["text"], row.get("label") or "") for row in read_rows(file) if row["text"].strip()]
    return [
        Turn(
            id=f"{file.stem}-{at}", writer="-", lang=language(text), scene="new", say=text,
            want=[label if label in CAPABILITIES else "faq"],
        )
        for at, (text, label) in enumerate(rows)
    ]  # fmt: skip


def noticed(lines: Sequence[Guarded | Turn]) -> list[Concern | None]:
    """What a turn of the assistant would heed in each message."""
    parts = [[line.say, *(found if len(found := clauses(line.say)) > 1 else ())] for line in lines]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "said.csv"
        write_rows(file, [{"text": part, "label": ""} for group in parts for part in group])
        answers = iter(measure(file, model=current_model())["answers"])
    told = [[next(answers) for _ in group] for group in parts]
    return [_heeded(line, [one["guard"] for one in group], group[0]) for line, group in zip(lines, told, strict=True)]


def _heeded(line: Guarded | Turn, guards: Sequence[Notice | None], whole: dict[str, object]) -> Concern | None:
    asked = QUESTIONS.get(line.scene, "").removeprefix("asked_")
    intent = str(whole["label"]) if float(str(whole["familiarity"])) >= 0 else NOT_SURE
    turn = replace(
        NOTHING,
        text=line.say,
        intent=intent,
        in_form=line.scene.startswith("form_"),
        slots={"requested_slot": asked or None},
        noticed=foremost(guards),
    )
    speech = Speech(CollectingDispatcher(), "zh")
    care_for(turn, speech, Hotlines())
    concern = heard_concern(turn)
    if concern in ALARMS or intent == "distress":
        return concern or Concern.DISTRESS
    return Concern(speech.notes.guard) if speech.notes.guard else concern


def _is_right(line: Guarded, heard: Concern | None) -> bool:
    return heard is not None and heard in {NOTICED[kind] for kind in (line.guard, *line.also) if kind != "none"}


def _share(hits: Sequence[bool]) -> str:
    sure = wilson(sum(hits), len(hits))
    share = sum(hits) / len(hits) if hits else 0.0
    return f"{share:.1%} [{sure.low:.1%}, {sure.high:.1%}], {sum(hits)} of {len(hits)}"
