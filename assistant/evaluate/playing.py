"""Playing one turn, one goal or one help question on the running system."""

from dataclasses import dataclass

from assistant.chat import newest_code
from assistant.evaluate.format import Goal, Question, Turn
from assistant.evaluate.judging import Happened, Judgement, judge
from assistant.evaluate.predicates import BY_UNDERSTANDING, Ended, holds
from assistant.evaluate.scenes import CODE_AWAITED, CONFIRMATION, NOT_DIRECTED, Stagehands
from assistant.evaluate.stage import Exchange, Holdings, Played, offers_person
from assistant.evaluate.understood import Understood
from assistant.evaluate.writes import Write, not_agreed, writes_between

MOST_MESSAGES, MOST_ANSWERS = 30, 3
# Questions outside the form, by the names that answers have.
OUTSIDE = {"payment_amount": "pay_amount", "due_day": "day"}
# Whether somebody tells the borrower what to do.
DIRECTED = "directed"
TO_CONFIRM = frozenset({CONFIRMATION, "application_confirmed"})


@dataclass(frozen=True, slots=True)
class TurnResult:
    """`again` is None where nothing was said again."""

    turn: Turn
    first: Judgement
    again: Judgement | None
    understood: Understood | None
    said: str

    @property
    def recovered(self) -> bool:
        return not self.first.lenient and self.again is not None and self.again.lenient


@dataclass(frozen=True, slots=True)
class Check:
    """One of a goal's predicates; `passed` is None where what was understood is not given."""

    predicate: dict[str, object]
    wanted: bool
    passed: bool | None


@dataclass(frozen=True, slots=True)
class GoalResult:
    goal: Goal
    checks: tuple[Check, ...]
    messages: int
    unread_writes: tuple[str, ...]
    transcript: tuple[str, ...]

    @property
    def reached(self) -> bool | None:
        """None where a check that might fail it could not be made."""
        passed = [check.passed for check in self.checks]
        return False if False in passed else None if None in passed else True


@dataclass(frozen=True, slots=True)
class HelpResult:
    """`right`: one of the articles that answer it was given, or none where none does; None where it is not known. `offered`:
    the articles whose questions the reply has buttons of."""

    question: Question
    article: str | None
    right: bool | None
    answered: bool
    acts: tuple[str, ...] = ()
    offered: frozenset[str] = frozenset()

    @property
    def within_reach(self) -> bool:
        """Right, or a right article is among those to choose from."""
        return bool(self.right) or not self.offered.isdisjoint(self.question.articles)


def play_turn(turn: Turn, url: str, hands: Stagehands) -> TurnResult:
    played = Played(turn.scene, turn.lang, url, hands)
    try:
        for text in turn.before:
            played.say(text)
        first = watched(played, turn.say)
        again = watched(played, turn.again) if turn.again else None
        found = played.understood()
    finally:
        played.close()
    said = "\n".join(reply["text"] for reply in first.exchange.replies)
    first_found = found.get(first.exchange.seq)
    second = judge(turn, again.happened(found.get(again.exchange.seq))) if again else None
    return TurnResult(turn, judge(turn, first.happened(first_found)), second, first_found, said)


@dataclass(frozen=True, slots=True)
class Watched:
    """A message, what came back, and what changed by it."""

    exchange: Exchange
    writes: list[Write]
    reason: str | None

    def happened(self, found: Understood | None) -> Happened:
        exchange = self.exchange
        return Happened(
            understood=found,
            answered=exchange.answered,
            left_to_staff=exchange.owner_before == "staff",
            offered=offers_person(exchange, found),
            called=exchange.owner_before == "bot" and exchange.owner_after != "bot",
            reason=self.reason,
            wrote=bool(self.writes),
        )


def watched(played: Played, text: str) -> Watched:
    before = played.holdings()
    exchange = played.say(text)
    called = exchange.owner_before == "bot" and exchange.owner_after != "bot"
    reason = played.called_for() if called else None
    return Watched(exchange, writes_between(before, played.holdings()), reason)


def play_question(question: Question, url: str, hands: Stagehands) -> HelpResult:
    played = Played("new", question.lang, url, hands)
    try:
        exchange = played.say(question.say)
        found = played.understood().get(exchange.seq)
        offered = played.offered_articles(exchange)
    finally:
        played.close()
    article = found.article if found else None
    right = None if found is None else article in question.articles if question.articles else article is None
    return HelpResult(question, article, right, exchange.answered, tuple(found.acts) if found else (), offered)


def play_goal(goal: Goal, url: str, hands: Stagehands) -> GoalResult:
    played = Played(goal.scene, goal.lang, url, hands)
    try:
        player = Player(goal, played)
        player.play()
        endings = player.endings()
    finally:
        played.close()
    given = bool(endings[0].understood)
    checks = tuple(
        Check(dict(predicate), wanted, _checked(predicate, endings, wanted=wanted, given=given))
        for wanted, predicates in ((True, goal.must), (False, goal.must_not))
        for predicate in predicates
    )
    transcript = tuple(f"{message['from']}: {message['text']}" for message in played.chat.transcript)
    return GoalResult(goal, checks, player.messages, tuple(player.unread_writes), transcript)


def _checked(predicate: dict[str, object], endings: list[Ended], *, wanted: bool, given: bool) -> bool | None:
    """What must be may hold when the last word was said or once all has settled; what must not be, at neither time."""
    if not given and not BY_UNDERSTANDING.isdisjoint(predicate):
        return None
    return any(holds(predicate, ended) for ended in endings) is wanted


class Player:
    """Follows a goal's script: answers what is asked, else says what comes next."""

    def __init__(self, goal: Goal, played: Played) -> None:
        self._goal, self._played = goal, played
        self._left = list(goal.says)
        self._answered: dict[str, int] = {}
        # A yes to this question would be a scam's victim's; the goal's yes is to what is read back.
        self._answers = {DIRECTED: NOT_DIRECTED[goal.lang], **goal.answers}
        self._asks_if_directed = False
        self._had = self._began_with = played.holdings()
        self.expected: list[str | None] = [played.chat.expects]
        self.replies: list[str] = []
        self.unread_writes: list[str] = []
        self.messages = 0

    def play(self) -> None:
        asked: str | None = None
        while self.messages < MOST_MESSAGES and (said := self._next(asked)) is not None:
            text, kind = said
            asked = self._say(text, refused=kind == "no")

    def endings(self) -> list[Ended]:
        """As it was when the last word was said, and once nothing moves any more."""
        owner, held, at_once, settled = self._played.owner, self._played.held(), self._had, self._played.settled()
        found = tuple(self._played.understood().values())
        return [self._ended(had, owner, found, held=held) for had in (at_once, settled)]

    def _ended(self, had: Holdings, owner: str, found: tuple[Understood, ...], *, held: bool) -> Ended:
        earlier = {payment["id"] for payment in self._began_with.payments}
        return Ended(
            applications=had.applications,
            loans=had.loans,
            payments=[payment for payment in had.payments if payment["id"] not in earlier],
            cases=had.cases,
            held=held,
            owner=owner,
            understood=found,
            expected=self.expected,
            replies=self.replies,
            unread_writes=self.unread_writes,
        )

    def _next(self, asked: str | None) -> tuple[str, str] | None:
        """What to say now, and as what: an answer by its name, `code`, or `says`."""
        if self.messages == 0:
            return self._left.pop(0), "says"
        if asked == CODE_AWAITED and self._may_answer(asked):
            return newest_code(self._played.borrower.http, self._played.borrower.phone), "code"
        name = self._answer_to(asked)
        if name is not None and self._may_answer(name):
            return self._answers[name], name
        return (self._left.pop(0), "says") if self._left else None

    def _answer_to(self, asked: str | None) -> str | None:
        answers = self._goal.answers
        if self._asks_if_directed:
            return DIRECTED
        if asked in TO_CONFIRM:
            return next((name for name in ("yes", "no") if name in answers), None)
        names = (asked, OUTSIDE.get(asked or ""))
        return next((name for name in names if name in answers), None)

    def _may_answer(self, name: str) -> bool:
        self._answered[name] = self._answered.get(name, 0) + 1
        return self._answered[name] <= MOST_ANSWERS

    def _say(self, text: str, *, refused: bool) -> str | None:
        """Say it; what the assistant asks for then, None where it said nothing."""
        open_question, before = self._played.chat.expects, self._had
        exchange = self._played.say(text)
        self.messages += 1
        self._had = self._played.holdings()
        self.unread_writes += not_agreed(writes_between(before, self._had), open_question, refused=refused)
        by_bot = [reply for reply in exchange.replies if reply["from"] == "bot"]
        self.replies += [reply["text"] for reply in by_bot]
        titles = {button["title"] for button in by_bot[-1]["buttons"]} if by_bot else set()
        self._asks_if_directed = not titles.isdisjoint(NOT_DIRECTED.values())
        asked: str | None = by_bot[-1]["expects"] if by_bot else None
        self.expected.append(asked)
        return asked
