"""The licence under which the lender lends: it decides which rules hold."""

from typing import Literal

Licence = Literal["microlender", "private"]
