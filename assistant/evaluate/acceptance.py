"""`python -m assistant.evaluate acceptance`: plays three files on the running system, several conversations at a time."""

import sys
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import TypeVar

import httpx

from assistant.evaluate.connection import Desk
from assistant.evaluate.format import Goal, Line, Question, Turn
from assistant.evaluate.playing import play_goal, play_question, play_turn
from assistant.evaluate.report import Results
from assistant.evaluate.running import Running
from assistant.evaluate.scenes import Planter, SceneNotReached, Stagehands

AT_A_TIME = 4
Kind = TypeVar("Kind", bound=Line)
Result = TypeVar("Result")


def play_all(
    running: Running,
    turns: Sequence[Turn],
    goals: Sequence[Goal],
    questions: Sequence[Question],
    at_a_time: int = AT_A_TIME,
) -> Results:
    progress = Progress(len(turns) + len(goals) + len(questions))
    with closing(Planter(running)) as planter, closing(Desk(running.url, running.staff)) as desk:
        hands = Stagehands(planter, desk)

        def each(lines: Sequence[Kind], play: Callable[[Kind, str, Stagehands], Result]) -> list[Result | NotPlayed]:
            def one(line: Kind) -> Result | NotPlayed:
                try:
                    return play(line, running.url, hands)
                except (SceneNotReached, httpx.HTTPError, LookupError) as error:
                    return NotPlayed(line.id, f"{type(error).__name__}: {error}")
                finally:
                    progress.step(line.id)

            with ThreadPoolExecutor(at_a_time) as pool:
                return list(pool.map(one, lines))

        played = (each(turns, play_turn), each(goals, play_goal), each(questions, play_question))
    failed = [(one.id, one.why) for kind in played for one in kind if isinstance(one, NotPlayed)]
    done_turns, done_goals, done_questions = played
    return Results(_done(done_turns), _done(done_goals), _done(done_questions), failed)


class NotPlayed:
    """The system, or the scene, did not let it be played."""

    def __init__(self, id_: str, why: str) -> None:
        self.id, self.why = id_, why


class Progress:
    """One line on stderr that is written over."""

    def __init__(self, count: int) -> None:
        self._count, self._done, self._lock = count, 0, threading.Lock()

    def step(self, id_: str) -> None:
        with self._lock:
            self._done += 1
            end = "\n" if self._done == self._count else "\r" if sys.stderr.isatty() else "\n"
            sys.stderr.write(f"{self._done}/{self._count} {id_:<20}{end}")
            sys.stderr.flush()


def _done(results: Sequence[Result | NotPlayed]) -> list[Result]:
    return [one for one in results if not isinstance(one, NotPlayed)]
