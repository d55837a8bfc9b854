"""Answers to the application's questions, read from a sentence: which fields it answers, with which values. Pure."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from contract.lending.applications import FIELDS, NUMBER_FIELDS, OPTIONAL, WITHOUT_WORK, FieldName
from language.clauses import clauses
from language.corrections import as_corrected, corrects_something, taken_back_at_once
from language.field_values import (
    DENIED,
    all_of_it,
    choices_in_order,
    read_answer,
    read_choice,
    read_large_sum,
    read_value,
)
from language.incomes import MONTHLY, Converted, read_pay
from language.listed import read_listed
from language.money import in_fen, read_amount
from language.normal import normal
from language.quantities import ForeignMoney, Unclear, read_quantities
from language.terms import read_months, read_years
from language.vocabulary import (
    AMOUNT_ITSELF,
    CHOICE_WORDS,
    DEBT_ITSELF,
    HARDSHIP,
    MONEY_FIELDS,
    NAMED,
    NAMED_AS_NONE,
    NO_DEBT,
    OWES,
    PAYS_OFF_A_DEBT,
    PLACES,
    SKIP,
    VOLUNTEERED,
)
from language.yes_no import asks_something

NOTHING_HELD: Mapping[FieldName, Any] = {}

TOTALS: frozenset[FieldName] = frozenset({"assets", "debt", "monthly_expenses", "monthly_income"})
# What is paid by the month, and not earned.
OTHER_RATE = re.compile(
    r"租|赁|房|还|贷|供|按揭|多少|花|交|存|寄|给家|保险|学费|开销|\b(?:save|send|insur\w*|fees?|landlord|landlady|how much|spare|rent\w*|cost\w*|spend\w*|mortgage|expens\w*|i pay|owe|loan)\b"
)
# But a rate tells no years: 「一个月三千一」.
TELLS_YEARS = re.compile(r"年|(?<!一)个月|\b(?:years?|yrs?|months?)\b")
CHINESE = re.compile("[\u4e00-\u9fff]")
BRIEF_CHINESE, BRIEF_ENGLISH = 24, 60
LOAN = re.compile(
    r"借|贷|想(?:要)?(?:买|换|修|翻|开|学|报|装|办|搞|整|进)|周转|(?:差|缺|要|需要?)(?=[\d一二两三四五六七八九十几])|\b(?:buy(?:in|ing)?|planning to|want to|loans?|borrow\w*|lend|apply\w*|need|finance|looking for|after (?:a )?\d+k)\b|\bcan i (?:get|have) (?=\d)"
)
TELLS_TERM = re.compile(
    r"分(?=[\d一二两三四五六七八九十])|期(?!间|货|待|盼)|[还借贷拖]|改|换|\b(?:over|for|pay|spread|stretch\w*|repay|borrow|loan|term|back in|instead|instal?lments?)\b|^[\w\s]{0,14}\W*$"
)
HOW_LONG_SO_FAR = re.compile(
    r"(?:离|结婚|来|住|干|做|待|呆|等|病|拖|开|使|用)了?(?:快|有|都|已经)?[\d一二两三四五六七八九十]+[年个]|[\d一二两三四五六七八九十]+年(?:半|多)?了|\b(?:been|lived|worked|married|divorced|ago|since)\b"
)
# 「工作三年」, "been driving for 3 years": nor is what somebody has done for so long.
DONE_SO_FAR = re.compile(
    r"[\d一二两三四五六七八九十]+(?:年|个月)(?:半|多)?了(?![结断])|(?:工作|上班|打工|做生意|开[店厂车]|经营|干|做|住)(?:了|这行)?(?:快|有|都|已经)?[\d一二两三四五六七八九十]+(?:年|个月)(?!期)(?:半|多)?"
    r"|\b(?:been|worked|working|running|driving|lived|living|full[- ]?time|part[- ]?time|self[- ]?employed)\b[^.,]{0,30}?\b(?:for )?[\w.]+ (?:years?|months?)\b"
)
# 「漏了半年」, "three months up front": no term of a loan.
SPAN = r"(?:半|俩|大半|[\d一二两三四五六七八九十]+)(?:个?月|年)半?(?:多)?"
LASTED = re.compile(
    rf"(?<=[漏疼痛坏拖病咳堵裂霉痒肿])了(?:快|有|都|已经)?{SPAN}|(?:押金|房租|租金)[^，。,\d]{{0,6}}{SPAN}|{SPAN}的?(?:房租|租金|押金)"
    rf"|{SPAN}(?:了)?都?没(?:动|换|修|装|刷|翻)过?"
    r"|\b[\w.]+ months?'?s?,? (?:up ?front|in advance|deposit|rent|of rent)\b"
)
A_MONTHS_RATE = re.compile(
    r"(?:一个月|每个?月)(?=[\d一二两三四五六七八九十])|\d\w*(?: thousand| grand)? (?:a|per) month\b"
)
RATE = re.compile(
    r"(?:一个月|每个?月|月入|月薪)(?:能|净|纯|到手|挣|赚|落|拿|有|收入|花|还|交)*[\d.一二两三四五六七八九十百千万wk]+[元块]?"
    r"|\b[\w.-]+(?: (?:thousand|grand|hundred))*(?: yuan| rmb)? (?:a|per|each|every) month\b"
)
NEEDS, LENDS = re.compile(r"\bneed\b"), re.compile(r"借|贷|\b(?:borrow\w*|loans?|lend)\b")
COST = re.compile(r"(?:总共|一共|拢共)(?:花销|开销|支出|花)|(?:花销|开销|支出|花费)[^，。,]{0,8}[，,].*[差缺]")
HOUSE_BEFORE = re.compile(r"房[^。]{0,14}[，,\s]$")
SO_FAR = re.compile(r"年(?:半|多)?了")
# 「万把块」 is what is wished for; as an income it is a guess.
ROUND_SUM = re.compile(r"(?:(?<=[借要差个弄搞拿])|^|(?<=[\s,，]))([千万])把(?=[块元])")
A_YEAR = re.compile(r"\d\w*(?: thousand| grand)? (?:a|per) (?:yr|year)\b(?! and)")
RATED = re.compile(r"一天|每天|日薪|一年|年到头|每年|\b(?:a|per) (?:day|year)\b")
TERM_ITSELF = re.compile(r"期限|期数|\bterm\b")
WANTED_SUM = re.compile(r"借(?:个|您|你们?)?(?=[\d一二两三四五六七八九十])[^，。,]{2,}\W*$|borrow (?=\d)[^,.]{2,}\W*$")
EVERY = re.compile(
    r"每|一个月|月月|头|前|最后|\b(?:every|each|per|a|first|last) (?:\w+ )?(?:months?|years?)\b|\bmonthly\b"
)
COMMA = re.compile(r"[,，;；](?!\d)")
HALVES = re.compile(r"一半|另一半|剩下的?|\bhalf\b|\bthe rest\b|\band\b")
ASKS_THE_RATE = re.compile(
    r"每个?月[要得]?还?多少|月供|\bhow much (?:monthly|a month|per month|is|would|will)\b|\bcost (?:me )?(?:a|in the|per) month\b"
)
COUNTS_MONTHS = re.compile(r"[期月]|\bmonths?\b|\binstal?ments?\b")
OPENING: tuple[FieldName | None, ...] = (None, "purpose", "amount")


@dataclass(slots=True)
class Answers:
    """`values` with money in fen; `unclear` fields hold several readings; `foreign` a currency not lent."""

    values: dict[FieldName, Any] = field(default_factory=dict)
    unclear: list[FieldName] = field(default_factory=list)
    foreign: bool = False
    skip: bool = False
    # A correction that could mean any of these.
    either: dict[FieldName, Any] = field(default_factory=dict)
    # Values that were told by another period, and have to be read back.
    converted: dict[FieldName, Converted] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.values or self.unclear or self.foreign or self.skip or self.either)

    def holds(self, name: FieldName) -> bool:
        return name in self.values or name in self.unclear

    def take(self, name: FieldName, value: Any) -> None:
        """A value as `read_value` gives it."""
        if isinstance(value, Unclear):
            self.unclear.append(name)
        elif isinstance(value, ForeignMoney):
            self.foreign = True
        elif isinstance(value, Converted):
            self.values[name], self.converted[name] = value.fen, value
        elif value is not None:
            self.values[name] = value


def read_answers(
    text: str,
    asked: FieldName | None,
    recent: Collection[FieldName] = (),
    given: Collection[FieldName] = (),
    held: Mapping[FieldName, Any] = NOTHING_HELD,
) -> Answers:
    """What the sentence answers. A value with its field's name is always taken; one without answers what was `asked`.

    `recent` are the fields set in the turn before, `given` all that are set: 「不对，是五万」 means one of those rather than
    the question that came since; of 「五万，不是三万」 it is the one of these that is `held` as 30,000.
    """
    whole = _read_whole(text, asked, recent, given, held)
    parts = clauses(text)
    if len(parts) > 1 and not whole.skip and not (asked in whole.values and _corrects_itself(text, asked, held)):
        apart = [_read_whole(part, asked, recent, given, held) for part in parts]
        whole = _joined(apart, whole, asked, corrected=any(corrects_something(part) for part in parts))
    may_be_listed = asked in OPTIONAL or (asked is None and wants_a_loan(text))
    return _with_what_is_listed(whole, text, asked, given) if may_be_listed and not whole.foreign else whole


def _with_what_is_listed(whole: Answers, text: str, asked: FieldName | None, given: Collection[FieldName]) -> Answers:
    """With what the parts of a list give where the whole leaves it open; nothing that was given before is changed by that."""
    if whole.either or corrects_something(text):
        return whole
    listed = {name: value for name, value in read_listed(text, asked).items() if name not in {*whole.values, *given}}
    unclear = [name for name in whole.unclear if name not in listed]
    return Answers(whole.values | listed, unclear, skip=whole.skip, converted=whole.converted)


def _joined(apart: Sequence[Answers], whole: Answers, asked: FieldName | None, *, corrected: bool) -> Answers:
    """What the clauses give each by itself, where that is more, and no two give different values of one field; else the whole."""
    values: dict[FieldName, Any] = {}
    for answers in apart:
        if (
            answers.foreign
            or answers.skip
            or any(values.get(name, value) != value for name, value in answers.values.items())
        ):
            return whole
        values |= answers.values
    if corrected and asked in values and values[asked] in [value for name, value in values.items() if name != asked]:
        # Said once more: 「借的钱数错了，改成两万五。两万五。」
        del values[asked]
    unclear = {name for answers in apart for name in answers.unclear}
    if len(values) <= len(whole.values) or unclear & set(values) or not (whole.values or corrected):
        return whole
    converted = {name: told for answers in apart for name, told in answers.converted.items()}
    return Answers(values=values, unclear=sorted(unclear), converted=converted)


def _read_whole(
    text: str,
    asked: FieldName | None,
    recent: Collection[FieldName],
    given: Collection[FieldName],
    held: Mapping[FieldName, Any],
) -> Answers:
    whole = normal(text)
    if asked and SKIP.search(whole):
        return Answers(skip=True)
    if asked in OPENING:
        whole = ROUND_SUM.sub(r"一\1", whole)
    corrects = corrects_something(whole)
    text, taken_back = as_corrected(whole)
    answers = Answers()
    named = _take_named(answers, text, asked)
    _take_volunteered(answers, text, asked, bool(named))
    answers_it = (asked in CHOICE_WORDS and read_choice(asked, text)) or _corrects_itself(whole, asked, held)
    if asked == "term_months" and asked not in given and isinstance(read_months(text, bare=False), int):
        # "not 12 but 24 months": nothing that was asked before is told in months.
        answers_it = True
    if corrects and not answers and not answers_it:
        meant = _meant(taken_back, recent, given, held)
        if corrected := _correction(text, meant, [*given, *([asked] if asked else [])]):
            return corrected
    told = set(answers.values)
    _take_unnamed(answers, text, asked, named)
    if not corrects:
        # A word in passing, 「医院说少了不行」, changes no answer that was given.
        for name in (set(answers.values) - told - {asked}) & set(given):
            del answers.values[name]
    return answers


def _corrects_itself(text: str, asked: FieldName | None, held: Mapping[FieldName, Any]) -> bool:
    """Whether the answer to the question is taken back in the same breath, and no answer that was given: 「9千，啊打错，1万9」."""
    replaced = taken_back_at_once(text) if asked in NUMBER_FIELDS else []
    known = {in_fen(value) for value in replaced} | set(replaced)
    return bool(replaced) and not any(held.get(name) in known for name in NUMBER_FIELDS)


def plainly_answers(text: str, asked: FieldName | None) -> bool:
    """Whether the sentence gives the value that was asked for, and asks nothing itself."""
    return asked is not None and not asks_something(text) and asked in read_answers(text, asked).values


def named_field(text: str, among: Collection[FieldName]) -> FieldName | None:
    """The one of these fields that the words name; by place too: 第一个, "the second"."""
    text = normal(text)
    named = [name for name, pattern in NAMED if name in among and pattern.search(text)]
    placed = [name for name, words in zip(among, PLACES, strict=False) if words.search(text)]
    return next(iter(named or placed), None)


def named_values(text: str) -> dict[FieldName, Any]:
    """The values that the words give with their fields' names, whatever was asked."""
    return read_answers(text, "credit_check_consent").values


def wants_a_loan(text: str) -> bool:
    """Whether a word of borrowing stands beside whatever else is said: 「我要借3万」 does more than name a sum."""
    return LOAN.search(normal(text)) is not None


def tells_of_hardship(text: str) -> bool:
    return HARDSHIP.search(normal(text)) is not None


def _take_named(answers: Answers, text: str, asked: FieldName | None) -> dict[FieldName, int]:
    """Take each named field's value from its name to the next name, or, of one alone, from before its name.

    Answers where the names stand whose values were read; after 「没有欠款」 other words still answer the question.
    """
    named: dict[FieldName, int] = {}
    denials = (one for one in NO_DEBT.finditer(text) if not _is_of_a_house(one, asked))
    if denial := next(denials, None):
        owed = _owed_besides(NO_DEBT.sub("", text))
        answers.take("debt", owed or 0)
        named = {"debt": denial.start()} if owed else {}
    found = [item for item in _names(text, asked) if not answers.holds(item[1])]
    bounds = [*(start for start, _ in found[1:]), len(text)]
    for (start, name), end in zip(found, bounds, strict=False):
        alone = len(found) == 1
        if NAMED_AS_NONE.match(text, start):
            answers.take(name, 0)
            continue
        is_whole = alone and _is_all_of_it(name, text, asked, start)
        value = read_value(name, text if is_whole else text[start:end])
        if isinstance(value, Unclear) and not alone:
            # "spend 4,000, work full time, six years now, have 200,000 in savings": the next name stands behind its value.
            nearest = read_value(name, COMMA.split(text[start:end], maxsplit=1)[0])
            value = value if nearest is None else nearest
        elsewhere = value is None and alone and not (asked != name and {asked, name} <= MONEY_FIELDS)
        answers.take(name, read_value(name, text) if elsewhere else value)
    return named | {name: start for start, name in found if answers.holds(name)}


def _is_of_a_house(denial: re.Match[str], asked: FieldName | None) -> bool:
    """Whether 「没贷款」 is said of the house: where it was asked how somebody lives, or right behind it."""
    if DEBT_ITSELF.search(denial.group()):
        return False
    is_behind = asked is None and HOUSE_BEFORE.search(denial.string, 0, denial.start()) is not None
    return is_behind or asked in ("assets", "monthly_expenses", "housing")


def _is_all_of_it(name: FieldName, text: str, asked: FieldName | None, start: int) -> bool:
    """Whether what stands before its name belongs to the value: 「房贷50万，信用卡1万5」, 「一天卖六百，到手两百」."""
    is_rate = name == "monthly_income" and asked is None and RATED.search(text, 0, start) is not None
    if name == "amount" and asked == "amount" and WANTED_SUM.match(text, start):
        # 「报价五万二，我出两万，所以想借三万二」
        return False
    return is_rate or (name == asked and (name in TOTALS or name == "amount"))


def _owed_besides(rest: str) -> Any:
    """What is owed all the same: 「没有信用卡，欠朋友两万」."""
    return read_value("debt", rest) if OWES.search(rest) else None


def _names(text: str, asked: FieldName | None) -> list[tuple[int, FieldName]]:
    found = [(match.start(), name) for name, pattern in NAMED if (match := pattern.search(text))]
    return sorted(item for item in found if not _is_no_name(item[1], text, asked))


def _is_no_name(name: FieldName, text: str, asked: FieldName | None) -> bool:
    """Whether the word that names the field stands for something else where this was asked."""
    if name == "amount":
        # 「还借了朋友两万」 is the debt that was asked for.
        # Nor is "for living I need 2,500" a wish where that was asked.
        is_need = asked in TOTALS and NEEDS.search(text) is not None and not LENDS.search(text)
        return (asked == "debt" or is_need) and not AMOUNT_ITSELF.search(text)
    if name == "monthly_expenses":
        # 「总共花销得五万，手里有两万，差三万」 is what a thing costs.
        return asked == "amount" and COST.search(text) is not None
    if name == "term_months":
        # 「一年三十六万，分十二个月自己算」; 「电脑分期还差两千」.
        is_told = asked in ("assets", "debt") and "没还" not in text and read_months(text, bare=False) is not None
        return asked in TOTALS and not is_told and not TERM_ITSELF.search(text)
    if name != "debt":
        return False
    if asked == "monthly_expenses":
        # 「信用卡还两千」 is spent.
        return not OWES.search(text)
    # 「还两张信用卡」 is what the loan is for.
    return asked in OPENING and PAYS_OFF_A_DEBT.search(text) is not None


def _take_volunteered(answers: Answers, text: str, asked: FieldName | None, named: bool) -> None:
    """租房 or 全职, said in passing; but 「给租的房子装修」 answers the purpose alone."""
    if asked == "purpose" and not named:
        return
    for name, words, value in VOLUNTEERED:
        told = name != asked and name not in answers.values and re.search(rf"(?<![不没非])(?:{words})", text)
        if told and not DENIED.search(text, 0, told.start()):
            answers.values[name] = value


def _meant(
    taken_back: str, recent: Collection[FieldName], given: Collection[FieldName], held: Mapping[FieldName, Any]
) -> Collection[FieldName]:
    """The one field that holds the value taken back, else those that were just set."""
    read = _readable(given, taken_back)
    denied = [
        name for name, value in read.items() if held.get(name) == (value.fen if isinstance(value, Converted) else value)
    ]
    return denied if len(denied) == 1 else recent


def _correction(text: str, meant: Collection[FieldName], given: Collection[FieldName]) -> Answers:
    """The one field that the words can mean. With several the borrower chooses; an unclear value is asked about."""
    answers = Answers()
    for name, value in (_readable(meant, text) or _readable(given, text)).items():
        answers.take(name, value)
    if set(answers.values) == {"term_months", "employment_years"} and COUNTS_MONTHS.search(text):
        # Years of work are hardly told by the month.
        del answers.values["employment_years"]
    if answers.holds("employment_years") and SO_FAR.search(text):
        # 「开五年了」
        answers.values.pop("term_months", None)
    if len(answers.values) > 1:
        return Answers(either=answers.values)
    if answers.values and answers.unclear:
        return Answers(unclear=[*answers.values, *answers.unclear])
    return answers


def _readable(names: Collection[FieldName], text: str) -> dict[FieldName, Any]:
    return {name: value for name in FIELDS if name in names and (value := read_value(name, text)) is not None}


def _take_unnamed(answers: Answers, text: str, asked: FieldName | None, named: dict[FieldName, int]) -> None:
    """What is told without its field's name: the years beside a job, a loan's parts, the answer to the question."""
    if asked == "employment" and "employment_years" not in answers.values and TELLS_YEARS.search(text):
        works = read_choice("employment", text) not in WITHOUT_WORK
        if works and read_months(text, bare=False) is not None:
            answers.take("employment_years", read_years(text))
    if asked == "employment" and not named and not OTHER_RATE.search(text) and read_choice("employment", text):
        answers.take("monthly_income", read_pay(text))
    if asked == "term_months" and not answers.holds("method") and _is_brief(text):
        answers.take("method", read_choice("method", text))
    if asked == "method" and not answers.holds("term_months") and not EVERY.search(text):
        answers.take("term_months", read_months(text, bare=False))
    if asked in OPENING:
        _take_opening(answers, text, text if not named else text[: min(named.values())], asked)
    if asked and not answers.holds(asked):
        # Behind the name of another field an amount is that field's; a "nope" before it is no income of nothing.
        unnamed = asked in ("employment", "housing") or not named
        told = text if unnamed else text[: min(named.values())]
        if unnamed or asked != "monthly_income" or read_quantities(told):
            answers.take(asked, read_answer(asked, told))


def _take_opening(answers: Answers, text: str, unnamed: str, asked: FieldName | None) -> None:
    """An opening sentence such as 借3万分12期装修 gives several values without naming them.

    `unnamed`: the part before the first name, since an amount behind a name is that field's.
    """
    term = read_months(DONE_SO_FAR.sub(" ", LASTED.sub(" ", text)), bare=False)
    if term == 1 and asked is None and (A_MONTHS_RATE.search(text) or not LOAN.search(text)):
        # 「日薪280，一个月做26日」; 「一个月七千五，想借一万」.
        term = None
    amount = read_amount(unnamed, bare=False)
    if isinstance(amount, Unclear) and asked is None:
        # "9 thousand a month, renting, can I get 20 thousand": the rate is no part of the wish.
        without_rates = read_amount(RATE.sub(" ", unnamed), bare=False)
        amount = amount if without_rates is None else without_rates
    if amount is None and (isinstance(term, int) or LOAN.search(text)):
        amount = read_large_sum(unnamed)
    if (
        asked is None
        and (MONTHLY.search(unnamed) or A_YEAR.search(unnamed))
        and not LOAN.search(text)
        and not ASKS_THE_RATE.search(text)
        and not read_choice("method", text)
    ):
        # 「做生意六年，一个月一万七」 is an income.
        amount = None
    if isinstance(amount, Unclear) and asked == "amount":
        amount = all_of_it(unnamed) or amount
    tells_amount = answers.holds("amount") or amount is not None
    of_a_loan = LOAN.search(text) is not None or _is_brief(text)
    opening: dict[FieldName, Any] = {
        # 「平台扣我50块」 is no wish for a loan; 「漏了大半年」 tells since when.
        "amount": amount if asked or of_a_loan or term is not None else None,
        "term_months": term if tells_amount or _tells_a_term(text, asked) else None,
        "purpose": _purpose_told(text, asked) if _may_tell_purpose(text, asked, tells_amount, of_a_loan) else None,
        "method": read_choice("method", text)
        if asked == "amount" or (not asked and (tells_amount or of_a_loan or TERM_ITSELF.search(text)))
        else None,
    }
    for name, value in opening.items():
        if not answers.holds(name):
            answers.take(name, value)


def _tells_a_term(text: str, asked: FieldName | None) -> bool:
    """Whether a duration may be a loan's: in 「离了三年」 and "been here 5 years" it is not."""
    return not HOW_LONG_SO_FAR.search(text) and (TELLS_TERM.search(text) is not None or (not asked and _is_brief(text)))


def _purpose_told(text: str, asked: FieldName | None) -> str | None:
    """In passing only where one is told: 「一半装修一半买家电」 is asked about."""
    told = choices_in_order("purpose", text)
    return None if asked != "purpose" and len(told) > 1 and HALVES.search(text) else read_choice("purpose", text)


def _may_tell_purpose(text: str, asked: FieldName | None, tells_amount: bool, of_a_loan: bool) -> bool:
    """In passing a purpose is told briefly, beside an amount or the wish for a loan; long stories hold many words."""
    if asked == "purpose" or PAYS_OFF_A_DEBT.search(text):
        return True
    return _is_brief(text) and tells_amount if asked else (tells_amount and of_a_loan) or LOAN.search(text) is not None


def _is_brief(text: str) -> bool:
    return len(text) <= (BRIEF_CHINESE if CHINESE.search(text) else BRIEF_ENGLISH)
