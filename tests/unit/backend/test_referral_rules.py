"""What contradicts a borrower's answers, and in which form addresses and numbers tell where somebody lives."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from backend.policy.groups import ReferralPolicy
from backend.policy.rules import SHIPPED
from backend.referrals.rules import (
    Person,
    Told,
    comparable_address,
    contradictions,
    key_of,
    lives_elsewhere,
    province_in,
    province_of,
    unknown_to,
)
from backend.related.errors import RelatedListInvalid
from backend.related.lists import read_list
from contract.lending.applications import ApplicationFields
from contract.lending.regions import PROVINCES
from contract.people import invented_person

ONE, TWO = (invented_person(seed).id_number for seed in ("one", "two"))
NOW = datetime(2026, 3, 31, 4, tzinfo=UTC)
TODAY = date(2026, 3, 31)
POLICY = SHIPPED.on(TODAY).referrals
REGIONAL = POLICY.model_copy(update={"regions": ("44", "31")})


def told(person: Person | None = None, **answers: Any) -> Told:
    fields = ApplicationFields.model_validate({"employment": "employed", "employment_years": 1, **answers})
    return Told(fields, NOW, person, {}, TODAY, NOW)


def aged(years: int, **other: Any) -> Person:
    return Person(NOW, born=date(2026 - years, 1, 1), registered="44", **other)


def flags(one: Told, policy: ReferralPolicy = POLICY) -> list[tuple[str, str | None, str]]:
    """Each finding as its flag, and what was said against what."""
    found = contradictions(one, policy)
    return [(each.flag, each.said.name if each.said else None, each.against.name) for each in found]


@pytest.mark.parametrize(
    ("one", "found"),
    [
        (told(aged(20)), []),
        (told(aged(20), employment="unemployed"), [("study", "employment", "age")]),
        (told(aged(22), employment=None, employment_years=None), [("study", "employment", "age")]),
        (told(aged(23), employment="unemployed"), []),
        (told(aged(20), purpose="education"), [("study", "purpose", "age")]),
        (told(aged(40), purpose="education"), []),
        (told(aged(30, occupation="大三学生")), [("study", "employment", "occupation")]),
        (told(aged(30, occupation="PhD Student")), [("study", "employment", "occupation")]),
        (told(aged(20), employment_years=Decimal("4.99")), []),
        (told(aged(20), employment_years=Decimal("5")), [("age", "employment_years", "age")]),
        (told(aged(44), employment="retired"), [("age", "employment", "age")]),
        (told(aged(45), employment="retired"), []),
        (told(None, employment="unemployed", purpose="education"), []),
    ],
)
def test_age_and_occupation_contradict_what_was_said(one: Told, found: list[tuple[str, str, str]]) -> None:
    assert flags(one) == found


def test_who_said_to_be_a_student_within_the_year_is_left_to_a_person() -> None:
    once = replace(told(), study={"conversation": NOW - timedelta(days=364)})
    assert flags(once) == [("study", "employment", "full_time_student")]
    assert flags(replace(once, study={"conversation": NOW - timedelta(days=365)})) == []
    assert flags(once, POLICY.model_copy(update={"students_may_borrow": True})) == []


@pytest.mark.parametrize(
    ("registered", "address", "refused", "flagged"),
    [
        ("44", "广东省广州市天河路 1 号", False, []),
        ("44", None, False, []),
        # Who moved there is looked at; who lives elsewhere is refused, wherever the number comes from.
        ("51", "上海市静安区某路 1 号", False, [("region", "province", "province")]),
        ("44", "四川省成都市某路 1 号", True, []),
        ("51", None, False, [("region", None, "province")]),
        ("44", "somewhere", False, [("region", "province", "regions_served")]),
        (None, None, False, [("region", None, "province")]),
    ],
)
def test_a_regional_lender_looks_at_where_somebody_lives_and_is_registered(
    registered: Any, address: str | None, refused: bool, flagged: list[tuple[str, str | None, str]]
) -> None:
    person = Person(NOW, born=date(1990, 1, 1), registered=registered, address=address)
    assert lives_elsewhere(person, REGIONAL) is refused
    assert flags(told(person), REGIONAL) == flagged
    # Licensed for all.
    assert (lives_elsewhere(person, POLICY), flags(told(person))) == (False, [])


def test_a_finding_is_the_same_however_often_it_is_made() -> None:
    person = aged(20)
    first = contradictions(told(person, employment="unemployed"), POLICY)
    later = replace(told(aged(21), employment="unemployed"), now=NOW + timedelta(days=400))
    assert unknown_to(first, contradictions(later, POLICY)) == []
    other = contradictions(told(person, employment="part_time"), POLICY)
    assert unknown_to(first, other) == other
    assert len({key_of(one) for one in [*first, *other]}) == 2


def test_one_home_has_one_form_and_a_place_without_a_number_none() -> None:
    homes = ("北京市朝阳区某路1号院 2单元", "北京朝阳区某路１号院2单元", " 北京市朝阳区某路1号院，2单元。")
    assert len({comparable_address(home) for home in homes}) == 1
    assert comparable_address("北京市朝阳区某路1号院3单元") != comparable_address(homes[0])
    assert comparable_address("No. 5, Main Road") == comparable_address("no 5 main road")
    assert comparable_address("某村十二组") is not None
    assert [comparable_address(place) for place in ("北京市朝阳区", "海南省三亚市")] == [None, None]


def test_addresses_and_numbers_tell_the_province() -> None:
    assert [province_in(one) for one in ("中国 广西壮族自治区南宁市", "黑龙江哈尔滨", "广州市天河区", "")] == [
        "45",
        "23",
        None,
        None,
    ]
    assert [province_of(one) for one in ("440106199001010012", "810000199001010018", "911124198108030024")] == [
        "44", "81", None,
    ]  # fmt: skip
    assert all(name.zh and name.en for name in PROVINCES.values())


def test_a_list_of_related_persons_is_read_whole_or_not_at_all() -> None:
    text = f"relation,id_number,note\ndirector,{ONE},x\nclose_relative, {TWO[:6]} {TWO[6:]} ,\nshareholder,{ONE},\n"
    assert read_list(text.encode("utf-8-sig")) == {ONE: "director", TWO: "close_relative"}
    assert read_list(b"id_number,relation\n") == {}


@pytest.mark.parametrize(
    ("content", "line", "why"),
    [
        (b"", 1, "columns"),
        (b"number,relation\n", 1, "columns"),
        (b"id_number,relation\n123,director\n", 2, "id_number"),
        (f"id_number,relation\n{invented_person('one').id_number},friend\n".encode(), 2, "relation"),
        (f"id_number,relation\n{invented_person('one').id_number}\n".encode(), 2, "relation"),
        ("id_number,relation\n关联".encode("gb18030"), 1, "encoding"),
    ],
)
def test_a_list_that_is_wrong_names_its_line_and_no_number(content: bytes, line: int, why: str) -> None:
    with pytest.raises(RelatedListInvalid) as refused:
        read_list(content)
    assert refused.value.data == {"line": line, "why": why}
