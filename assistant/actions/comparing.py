"""Two loans side by side: 「12期和24期差多少」, 「等额本息和先息后本哪个省」, "what if I take 24 months instead". Pure."""

import re
from decimal import Decimal
from typing import Any

from assistant.actions.replies import choice, listing, money, months, quote_values, spoken_months
from assistant.actions.spoken import spoken_money
from contract.lending.applications import FieldName
from contract.lending.products import Quote
from contract.money import Money
from contract.texts import Language
from language.field_values import choices_in_order
from language.money import read_amount
from language.normal import lowered
from language.quantities import Unclear
from language.terms import read_months

TWO = 2
COMPARES = re.compile(
    r"差多少|相差|差别|区别|不一样|不同|差个?(?:啥|什么|哪)|\bdiff\b|哪[个种样]|对比|比较|比一比|比起来|划算|更?省|便宜|还是|\bvs\b|\bversus\b"
    r"|\bcompar|\bdifference\b|\bcheaper\b|\bbetter\b|\bwhich\b|\bor\b|\b(?:cost|save)s? (?:me )?(?:less|more)\b"
)
# Of two, what the difference is in money; what the words mean is the help centre's to say.
IN_FIGURES = re.compile(
    r"差多少|相差|更?省|便宜|划算|少花|多花|少付|多付|\bcheaper\b|\bcosts?\b|\bsaves?\b|\bless\b|\bhow much\b|\bdifference\b"
)
WHAT_IF = re.compile(
    r"换成|改成|改为|如果|要是|假如|不如|比刚才|比原来|\binstead\b|\bwhat if\b|\bif i\b|\brather than\b"
)
SPAN = re.compile(r"[到至~—–]|\bto\b|(?<!difference )\bbetween\b|\d\s?-\s?\d")


def two_of_one(text: str) -> tuple[FieldName, Any, Any] | None:
    """The one part of a loan of which the words name two values to compare, and these, as they are said."""
    words = lowered(text)
    if not COMPARES.search(words):
        return None
    methods = choices_in_order("method", text)
    if len(methods) == TWO:
        return "method", methods[0], methods[1]
    if SPAN.search(words):
        return None
    terms = _two(read_months(text, bare=False))
    if terms is not None:
        return "term_months", int(terms[0]), int(terms[1])
    amounts = _two(read_amount(text, bare=False))
    return ("amount", _money(amounts[0]), _money(amounts[1])) if amounts else None


def _two(reading: int | Unclear | object) -> tuple[Decimal, Decimal] | None:
    if not isinstance(reading, Unclear) or len(reading.values) != TWO:
        return None
    one, two = reading.values
    return (one, two) if one != two and min(one, two) > 0 else None


def _money(yuan: Decimal) -> Money:
    return Money(int(yuan * 100))


def asks_for_both(text: str) -> bool:
    """Whether two loans are to be compared in figures."""
    return two_of_one(text) is not None and IN_FIGURES.search(lowered(text)) is not None


def asks_instead(text: str) -> bool:
    """Whether the words put another loan beside the one before: 「换成24期呢」."""
    return WHAT_IF.search(lowered(text)) is not None


def compared_values(one: Quote, two: Quote, language: Language) -> dict[str, str]:
    """The figures of both, the second's with `_2`, and by what the cheaper costs less in all."""
    first = quote_values(one, language) | _names(one, two, language)
    second = quote_values(two, language) | _names(two, one, language)
    cheaper = first if one.total_cost <= two.total_cost else second
    saved = max(one.total_cost, two.total_cost) - min(one.total_cost, two.total_cost)
    return {
        **first,
        **{second_name(name): value for name, value in second.items()},
        "cheaper": cheaper["name"],
        "cheaper_spoken": cheaper["name_spoken"],
        "saved": money(saved),
        "saved_spoken": spoken_money(saved, language),
    }


def second_name(name: str) -> str:
    """`max` → `max_2`, `max_spoken` → `max_2_spoken`."""
    return f"{name.removesuffix('_spoken')}_2{'_spoken' if name.endswith('_spoken') else ''}"


def _names(quote: Quote, other: Quote, language: Language) -> dict[str, str]:
    """What this loan has that the other has not, in words: `24期`."""
    written, spoken = [], []
    if quote.amount != other.amount:
        written.append(money(quote.amount))
        spoken.append(spoken_money(quote.amount, language))
    if quote.term_months != other.term_months:
        written.append(months(quote.term_months, language))
        spoken.append(spoken_months(quote.term_months, language))
    if quote.method != other.method:
        written.append(choice("method", quote.method, language))
        spoken.append(choice("method", quote.method, language))
    return {"name": listing(written, language), "name_spoken": listing(spoken, language)}
