"""What the law and the lender decide, as dated data with its source. Pure.

`policy.json` holds the rules as shipped. A lender's own file of the same form sets what is left to it; a law can only be
made stricter. `docs/what-a-lender-decides.md` lists all of them.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, JsonValue, TypeAdapter, ValidationError

from backend.policy.groups import Policy
from contract.lending.products import Licence
from contract.texts import LocalText
from servicekit.settings import CannotStart, in_one_line

SHIPPED_FILE = Path(__file__).parent / "policy.json"
RuleKind = Literal["law", "lender", "default"]


class PolicyInvalid(CannotStart, ValueError):
    """A rule is unknown, missing, of another type, or looser than the law."""


class Rule(BaseModel):
    """`code` is `group.name` of `Policy`. Under `licences` alone, or under all. `bound`: the value is the `most` or the
    `least` that the law allows, so that a lender may only go below or above it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str
    kind: RuleKind
    since: date
    value: JsonValue
    source: str
    text: LocalText
    licences: tuple[Licence, ...] = ()
    bound: Literal["most", "least"] | None = None


class Policies:
    """All rules of a lender; those of a day are a `Policy`."""

    def __init__(self, rules: Iterable[Rule], licence: Licence, own: Iterable[Rule] = ()) -> None:
        """`own` go before `rules` from their day on, however new these are."""
        self.own: Sequence[Rule] = _held(own, licence)
        self.rules: Sequence[Rule] = _held([*rules, *self.own], licence)
        self.licence = licence
        self._of_the_day = cache(self._typed)
        for rule in self.rules:
            self.on(rule.since)

    @classmethod
    def load(cls, licence: Licence, own_file: Path | None = None) -> Self:
        """The shipped rules, and the lender's own over them. Raises `PolicyInvalid`."""
        shipped = read_rules(SHIPPED_FILE)
        own = read_rules(own_file) if own_file else []
        laws = [rule for rule in shipped if rule.kind == "law" and (not rule.licences or licence in rule.licences)]
        for rule in own:
            _check_not_looser(rule, [law for law in laws if law.code == rule.code])
        return cls(shipped, licence, own)

    def on(self, day: date) -> Policy:
        """The rules in force; before the first version of a rule, its first."""
        last = max((rule.since for rule in self.rules if rule.since <= day), default=date.min)
        return self._of_the_day(last)

    def _typed(self, day: date) -> Policy:
        groups: dict[str, dict[str, Any]] = {}
        later = [rule for rule in self.rules if rule.since > day]
        # Of what only begins later the first version holds; of all else the newest, and the lender's own before what was shipped.
        begun, own = ([rule for rule in rules if rule.since <= day] for rules in (self.rules, self.own))
        for rule in [*reversed(later), *begun, *own]:
            group, _, name = rule.code.partition(".")
            groups.setdefault(group, {})[name] = rule.value
        try:
            return Policy.model_validate(groups)
        except ValidationError as error:
            raise PolicyInvalid(in_one_line(error)) from error


def _held(rules: Iterable[Rule], licence: Licence) -> list[Rule]:
    """Those under this licence, oldest first."""
    return sorted(
        (rule for rule in rules if not rule.licences or licence in rule.licences), key=lambda rule: rule.since
    )


def read_rules(file: Path) -> list[Rule]:
    """Raises `PolicyInvalid`."""
    try:
        return TypeAdapter(list[Rule]).validate_json(file.read_bytes())
    except ValidationError as error:
        raise PolicyInvalid(f"{file}: {in_one_line(error)}") from error


def _check_not_looser(own: Rule, laws: Sequence[Rule]) -> None:
    for law in laws:
        if own.value != law.value and not _is_stricter(own, law):
            raise PolicyInvalid(f"{own.code} is looser than the law: {law.source}")


def _is_stricter(own: Rule, law: Rule) -> bool:
    """A law without a bound has one value alone."""
    group, _, name = own.code.partition(".")
    ours, theirs = (Policy.typed(group, name, rule.value) for rule in (own, law))
    if law.bound is None or ours is None:
        return False
    return bool(ours <= theirs if law.bound == "most" else theirs <= ours)


@cache
def shipped(licence: Licence) -> Policies:
    """The rules of a lender who set none of their own."""
    return Policies.load(licence)


SHIPPED = shipped("microlender")
