"""Integer minor units with a currency. No floats, no rounding hidden in an operator."""

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation

from pydantic import StrictInt

MINOR_DIGITS = {"CNY": 2, "USD": 2, "EUR": 2, "JPY": 0}


class CurrencyMismatch(ValueError):
    """Two currencies met in one sum."""


class BadAmount(ValueError):
    """Text that is not an amount of the currency: not a number, or more decimals than it has."""


@dataclass(frozen=True, slots=True)
class Money:
    """`Money(910_00, "CNY")` is 910 yuan. In JSON `minor` is a number and nothing else that could be read as one."""

    minor: StrictInt
    currency: str = "CNY"

    @classmethod
    def parse(cls, text: str, currency: str = "CNY") -> "Money":
        """Read a plain decimal string in major units, e.g. `"100000.00"`. Raises `BadAmount`."""
        try:
            minor = Decimal(text).scaleb(MINOR_DIGITS[currency])
        except InvalidOperation as error:
            raise BadAmount(text) from error
        if not minor.is_finite() or minor != minor.to_integral_value():
            raise BadAmount(text)
        return cls(int(minor), currency)

    @property
    def major(self) -> Decimal:
        return Decimal(self.minor).scaleb(-MINOR_DIGITS[self.currency])

    def times(self, factor: Decimal) -> "Money":
        """This amount times an exact factor, rounded half-even to the minor unit."""
        return Money(round_half_even(self.minor * factor), self.currency)

    def __add__(self, other: "Money") -> "Money":
        return Money(self.minor + self._same(other), self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.minor - self._same(other), self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.minor, self.currency)

    def __lt__(self, other: "Money") -> bool:
        return self.minor < self._same(other)

    def __le__(self, other: "Money") -> bool:
        return self.minor <= self._same(other)

    def __str__(self) -> str:
        return f"{self.major:f}"

    def _same(self, other: "Money") -> int:
        if other.currency != self.currency:
            raise CurrencyMismatch(f"{self.currency} and {other.currency}")
        return other.minor


def round_half_even(value: Decimal) -> int:
    return int(value.to_integral_value(ROUND_HALF_EVEN))


def round_ratio(numerator: int, denominator: int) -> int:
    """The exact quotient, rounded half-even; `denominator` is above zero."""
    whole, rest = divmod(numerator, denominator)
    # A tie goes to the even side.
    return whole + (2 * rest + (whole & 1) > denominator)
