"""Who lends, under which licence, who supervises it and where to complain: what every borrower may know before signing in."""

from pydantic import BaseModel

from contract.lending.products import Licence
from contract.texts import LocalText


class About(BaseModel):
    """`hotline` is the lender's own number, `regulator_phone` that of whoever takes complaints about lenders; "" where none was set.
    `complaints` says the ways to complain, to the lender first."""

    lender: LocalText
    licence: Licence
    licence_number: str
    supervisor: LocalText
    hotline: str
    regulator_phone: str
    complaints: LocalText
