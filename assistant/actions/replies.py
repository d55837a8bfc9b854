"""How values look in a reply: written for the eye and, where it differs, spoken for the ear. Wording is in `domain/`."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any, cast

from pydantic import BaseModel

from assistant.actions.spoken import spoken_day, spoken_digits, spoken_money, spoken_number, spoken_percent
from contract.dates import LENDER_ZONE
from contract.lending.applications import FIELDS, ApplicationFields, FieldName
from contract.lending.cards import Card
from contract.lending.products import Quote
from contract.money import Money
from contract.texts import Language, LocalText
from language.days import LAST_DAY

SYMBOLS = {"CNY": "¥"}

# Names of what the backend knows by code: (zh, en).
CHOICES: dict[str, dict[str, tuple[str, str]]] = {
    "purpose": {
        "consumption": ("日常消费", "everyday spending"),
        "home": ("购房", "a home"),
        "car": ("买车", "a car"),
        "business": ("经营", "business"),
        "education": ("教育", "education"),
        "medical": ("医疗", "medical care"),
        "renovation": ("装修", "renovation"),
        "other": ("其他", "something else"),
    },
    "paper": {
        "id_card": ("身份证", "ID card"),
        "income_proof": ("收入证明", "proof of income"),
        "bank_statement": ("银行流水", "bank statement"),
        "other": ("其他材料", "another paper"),
    },
    "method": {
        "equal_instalment": ("等额本息", "equal instalments"),
        "equal_principal": ("等额本金", "equal principal"),
        "interest_only": ("先息后本", "interest first, principal at the end"),
        "bullet": ("一次还本付息", "all at the end"),
    },
    "employment": {
        "employed": ("全职受雇", "employed full time"),
        "part_time": ("兼职", "part-time"),
        "self_employed": ("自雇", "self-employed"),
        "retired": ("退休", "retired"),
        "student": ("全日制学生", "full-time student"),
        "unemployed": ("暂无工作", "not working"),
        "other": ("其他", "other"),
    },
    "status": {
        "draft": ("草稿", "a draft"),
        "referred": ("审核中", "under review"),
        "approved": ("已批准", "approved"),
        "counter_offered": ("有调整方案", "with a changed offer"),
    },
    "housing": {
        "own": ("自有住房", "own home"),
        "mortgage": ("有房贷的住房", "home with a mortgage"),
        "rent": ("租房", "renting"),
        "family": ("与家人同住", "living with family"),
        "other": ("其他", "other"),
    },
}
FIELD_NAMES: dict[FieldName, tuple[str, str]] = {
    "purpose": ("用途", "purpose"),
    "amount": ("金额", "amount"),
    "term_months": ("期限", "term"),
    "method": ("还款方式", "repayment method"),
    "monthly_income": ("月收入", "monthly income"),
    "monthly_expenses": ("月支出", "monthly expenses"),
    "employment": ("工作状况", "employment"),
    "employment_years": ("工作年限", "years in work"),
    "housing": ("住房", "housing"),
    "assets": ("资产", "assets"),
    "debt": ("负债", "debt"),
    "credit_check_consent": ("授权查询征信", "consent to a credit check"),
}
NOT_GIVEN = ("未填", "not given")
NO_CARD = ("您本人的银行卡", "your bank card")
CARD = ("{bank}尾号{last4}的卡", "your {bank} card ending in {last4}")


def pick(pair: tuple[str, str], language: Language) -> str:
    return pair[1] if language == "en" else pair[0]


def money(amount: Money) -> str:
    """`¥30,000.00`."""
    return f"{SYMBOLS.get(amount.currency, amount.currency + ' ')}{amount.major:,.2f}"


def _short(number: Decimal) -> Decimal:
    return number.quantize(Decimal(1)) if number == number.to_integral_value() else number.normalize()


def percent(rate: Decimal) -> str:
    """At least two decimals: `12.00%`, `4.3512%`."""
    digits = max(2, -cast(int, rate.normalize().as_tuple().exponent))
    return f"{rate:.{digits}f}%"


def months(count: int, language: Language) -> str:
    return f"{count} months" if language == "en" else f"{count}期"


def day(when: date | datetime, language: Language) -> str:
    if isinstance(when, datetime):
        when = when.astimezone(LENDER_ZONE).date()
    return f"{when.day} {when:%B} {when.year}" if language == "en" else f"{when.year}年{when.month}月{when.day}日"


def due_day(number: int, language: Language) -> str:
    """A day of every month: `15号`, `day 15`; 31 is the month's last."""
    if number == LAST_DAY:
        return pick(("最后一天", "the last day"), language)
    return f"day {number}" if language == "en" else f"{number}号"


def local(text: LocalText, language: Language) -> str:
    return text.in_language(language)


def listing(items: list[str], language: Language) -> str:
    return (", " if language == "en" else "、").join(items)


def fields_in_words(fields: ApplicationFields, language: Language, names: Iterable[FieldName] = FIELDS) -> str:
    """Each of these values that is set, with its field's name, in one line."""
    said = [
        f"{field_name(name, language)} {field_value(name, value, language)}"
        for name in names
        if (value := getattr(fields, name)) is not None
    ]
    return listing(said, language)


def choice(field: str, code: str, language: Language) -> str:
    return pick(CHOICES[field][code], language)


def field_name(field: FieldName, language: Language) -> str:
    return pick(FIELD_NAMES[field], language)


def field_value(field: FieldName, value: Any, language: Language) -> str:
    """A draft's value as the borrower reads it."""
    if value is None:
        return pick(NOT_GIVEN, language)
    if isinstance(value, Money):
        return money(value)
    if isinstance(value, bool):
        return pick(("同意", "yes") if value else ("不同意", "no"), language)
    if field == "term_months":
        return months(value, language)
    if field == "employment_years":
        return f"{_short(value)} year{'' if value == 1 else 's'}" if language == "en" else f"{_short(value)}年"
    return choice(field, value, language)


def spoken_value(field: FieldName, value: Any, language: Language) -> str:
    """A draft's value for the ear."""
    if isinstance(value, Money):
        return spoken_money(value, language)
    if field == "term_months":
        return spoken_months(value, language)
    if field == "employment_years":
        return spoken_years(value, language)
    return field_value(field, value, language)


def spoken_years(years: Decimal, language: Language) -> str:
    """`三年`, `one year`, `two point five years`."""
    number = spoken_number(_short(years), language)
    return f"{number}年" if language == "zh" else f"{number} year{'' if years == 1 else 's'}"


def spoken_months(count: int, language: Language) -> str:
    return f"{spoken_number(count, language)}{' months' if language == 'en' else '期'}"


def money_values(name: str, amount: Money, language: Language) -> dict[str, str]:
    return {name: money(amount), f"{name}_spoken": spoken_money(amount, language)}


def day_values(name: str, when: date, language: Language) -> dict[str, str]:
    return {name: day(when, language), f"{name}_spoken": spoken_day(when, language)}


def card_values(cards: list[Card], language: Language) -> dict[str, str]:
    """The card that money is taken from, by its bank and last digits."""
    current = next((card for card in cards if card.current), None)
    if current is None:
        return dict.fromkeys(("card", "card_spoken"), pick(NO_CARD, language))
    bank, words = local(current.bank, language), pick(CARD, language)
    return {
        "card": words.format(bank=bank, last4=current.last4),
        "card_spoken": words.format(bank=bank, last4=spoken_digits(current.last4, language)),
    }


def quote_values(quote: Quote, language: Language) -> dict[str, str]:
    """The figures of a quote, as responses name them; the costs are over the whole term."""
    first, last = quote.instalments[0], quote.instalments[-1]
    return {
        "quote_product": local(quote.product_name, language),
        "lender": local(quote.lender, language),
        "quote_amount": money(quote.amount),
        "quote_amount_spoken": spoken_money(quote.amount, language),
        "quote_term": months(quote.term_months, language),
        "quote_term_spoken": spoken_months(quote.term_months, language),
        "quote_method": choice("method", quote.method, language),
        "rate": percent(quote.rate_percent),
        "rate_spoken": spoken_percent(quote.rate_percent, language),
        "first_payment": money(first.payment),
        "first_payment_spoken": spoken_money(first.payment, language),
        "first_date": day(first.due_date, language),
        "last_payment": money(last.payment),
        "total_interest": money(quote.total_interest),
        "total_fees": money(quote.total_fees),
        "total_cost": money(quote.total_cost),
        "apr_simple": percent(quote.apr_simple_percent),
        "apr_compound": percent(quote.apr_compound_percent),
    }


def as_json(model: BaseModel) -> dict[str, Any]:
    return model.model_dump(mode="json")
