"""What contradicts a borrower's answers, where a borrower lives, and in which form addresses are compared. Pure."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from backend.identity.rules import age_on
from backend.policy.groups import ReferralPolicy
from contract.lending.applications import ApplicationFields, Employment
from contract.lending.regions import PROVINCES, Province
from contract.lending.underwriting import Evidence, Fact, FactName, FactSource, ReviewFlag
from contract.texts import LocalText

StudySource = Literal["application", "identity", "conversation"]
# Work that hardly anybody does beside full-time study.
STEADY: frozenset[Employment] = frozenset({"employed", "self_employed"})
STUDIES = re.compile(r"学生|在读|student|pupil|undergraduate", re.IGNORECASE)
HOUSE_NUMBER = re.compile(r"[0-9]|[〇零一二三四五六七八九十百]+(?:号|弄|栋|幢|座|单元|楼|室|组)")
# Left out by some and written by others.
NOT_COMPARED = re.compile(r"[\W_]|省|市|自治区|壮族|回族|维吾尔|特别行政区")
UNKNOWN = LocalText(zh="不详", en="unknown")


@dataclass(frozen=True, slots=True)
class Person:
    """What is known of who a borrower is: `at` is when it was told or, once proved, proved. None of it may be known."""

    at: datetime
    born: date | None = None
    registered: Province | None = None
    address: str | None = None
    occupation: str | None = None

    @property
    def lives(self) -> Province | None:
        return province_in(self.address) if self.address else None


@dataclass(frozen=True, slots=True)
class Told:
    """All that is looked at for one application, on that day."""

    fields: ApplicationFields
    submitted_at: datetime
    person: Person | None
    study: Mapping[StudySource, datetime]
    today: date
    now: datetime


def contradictions(told: Told, policy: ReferralPolicy) -> list[Evidence]:
    return [*_study(told, policy), *_age(told, policy), *_region(told, policy)]


def lives_elsewhere(person: Person | None, policy: ReferralPolicy) -> bool:
    """Whether the borrower's own address lies outside the provinces in which the lender lends."""
    lives = person.lives if person else None
    return policy.regions is not None and lives is not None and lives not in policy.regions


def key_of(evidence: Evidence) -> tuple[object, ...]:
    """The same finding has the same key, however often it is made."""
    said = (evidence.said.name, evidence.said.value) if evidence.said else None
    against = evidence.against
    # Somebody is a year older, or says again to be a student: that is nothing new.
    value = against.value if against.name in ("borrower", "relation", "province") else None
    return evidence.flag, said and str(said), against.source, against.name, value and str(value)


def unknown_to(kept: Iterable[Evidence], found: Iterable[Evidence]) -> list[Evidence]:
    """What was found and not before."""
    known = {key_of(one) for one in kept}
    return [one for one in found if key_of(one) not in known]


def province_in(address: str) -> Province | None:
    """By the name that the address begins with."""
    written = re.sub(r"^中国|\s", "", unicodedata.normalize("NFKC", address))
    return next((code for code, name in PROVINCES.items() if written.startswith(name.zh)), None)


def province_of(id_number: str) -> Province | None:
    """Where the number was first registered; None for residents from elsewhere."""
    return next((code for code in PROVINCES if id_number.startswith(code)), None)


def birthday_in(id_number: str) -> date:
    """Of a number that was checked when it was told."""
    return date.fromisoformat(id_number[6:14])


def comparable_address(address: str) -> str | None:
    """One form for one home; None without a house number, as too many live there."""
    written = unicodedata.normalize("NFKC", address)
    return NOT_COMPARED.sub("", written).casefold() if HOUSE_NUMBER.search(written) else None


def _study(told: Told, policy: ReferralPolicy) -> Iterator[Evidence]:
    if policy.students_may_borrow:
        return
    denied = _work(told)
    for source, at in sorted(told.study.items()):
        if (told.now - at).days < policy.study_told_days:
            yield _evidence(told, "study", denied, _fact(source, "full_time_student", "yes", at))
    if (person := told.person) is None:
        return
    if person.occupation and STUDIES.search(person.occupation):
        yield _evidence(told, "study", denied, _fact("identity", "occupation", "student", person.at))
    if (age := _age_of(told)) is None or policy.study_until_age < age.years:
        return
    if told.fields.employment not in STEADY:
        yield _evidence(told, "study", denied, age.fact)
    if told.fields.purpose == "education":
        purpose = _fact("application", "purpose", told.fields.purpose, told.submitted_at)
        yield _evidence(told, "study", purpose, age.fact)


def _age(told: Told, policy: ReferralPolicy) -> Iterator[Evidence]:
    if (age := _age_of(told)) is None:
        return
    years = told.fields.employment_years
    # Who is twenty may be twenty-one tomorrow.
    if years is not None and age.years + 1 - policy.work_from_age <= years:
        worked = _fact("application", "employment_years", f"{years.normalize():f}", told.submitted_at)
        yield _evidence(told, "age", worked, age.fact)
    if told.fields.employment == "retired" and age.years < policy.retired_from_age:
        yield _evidence(told, "age", _work(told), age.fact)


def _region(told: Told, policy: ReferralPolicy) -> Iterator[Evidence]:
    """Who lives outside is refused, and no matter of a referral."""
    person = told.person
    if policy.regions is None or person is None or lives_elsewhere(person, policy):
        return
    if person.registered in policy.regions and (person.lives is not None or not person.address):
        return
    lives = _fact("identity", "province", _named(person.lives), person.at) if person.address else None
    if person.registered in policy.regions:
        served = LocalText(
            zh="、".join(PROVINCES[code].zh for code in policy.regions),
            en=", ".join(PROVINCES[code].en for code in policy.regions),
        )
        yield _evidence(told, "region", lives, _fact("lender", "regions_served", served, None))
    else:
        registered = _fact("identity_number", "province", _named(person.registered), person.at)
        yield _evidence(told, "region", lives, registered)


@dataclass(frozen=True, slots=True)
class _Age:
    years: int
    fact: Fact


def _age_of(told: Told) -> _Age | None:
    if told.person is None or told.person.born is None:
        return None
    years = age_on(told.person.born, told.today)
    return _Age(years, _fact("identity_number", "age", str(years), told.person.at))


def _work(told: Told) -> Fact:
    """Who answers that, and is not refused, is no student by their own account."""
    return _fact("application", "employment", told.fields.employment or "left_out", told.submitted_at)


def _named(province: Province | None) -> LocalText:
    return PROVINCES[province] if province else UNKNOWN


def _fact(source: FactSource, name: FactName, value: LocalText | str, at: datetime | None) -> Fact:
    return Fact(source=source, name=name, value=value, at=at)


def _evidence(told: Told, flag: ReviewFlag, said: Fact | None, against: Fact) -> Evidence:
    return Evidence(flag=flag, said=said, against=against, found_at=told.now)
