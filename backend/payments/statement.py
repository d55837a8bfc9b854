"""The provider's daily file: CSV below a line that names the day, signed as a whole in its last line. Pure."""

import csv
import hashlib
import hmac
import io
from collections.abc import Sequence
from datetime import date
from typing import Literal

from pydantic import AwareDatetime, BaseModel, Field, ValidationError

from backend.payments.errors import BadStatement
from contract.lending.payments import FAILURE_CODE, Callback, Direction
from contract.money import Money

SIGNATURE_MARK = b"#hmac-sha256 "


class StatementLine(BaseModel):
    """One movement that the provider ended; `reference` is its own number for it, `transfer_id` our order's."""

    reference: str = Field(min_length=1, max_length=100)
    transfer_id: str = Field(min_length=1, max_length=100)
    direction: Direction
    minor: int = Field(ge=0, lt=10**18)
    currency: str = Field(pattern=r"^[A-Z]{3}$")
    status: Literal["succeeded", "failed"]
    failure: str = Field("", max_length=100, pattern=rf"^({FAILURE_CODE})?$")
    ended_at: AwareDatetime

    @property
    def amount(self) -> Money:
        return Money(self.minor, self.currency)


COLUMNS = tuple(StatementLine.model_fields)


def as_callback(line: StatementLine) -> Callback:
    return Callback(
        transfer_id=line.transfer_id,
        status=line.status,
        amount=line.amount,
        failure=line.failure or None,
        ended_at=line.ended_at,
    )


def write_statement(secret: bytes, day: date, lines: Sequence[StatementLine]) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    text.write(f"#day {day}\n")
    writer.writeheader()
    writer.writerows(line.model_dump(mode="json") for line in lines)
    return sealed_statement(secret, text.getvalue().encode())


def sealed_statement(secret: bytes, body: bytes) -> bytes:
    """With our own signature, by which `read_statement` knows it."""
    return body + SIGNATURE_MARK + _signature(secret, body) + b"\n"


def read_statement(secrets: Sequence[bytes], day: date, content: bytes) -> list[StatementLine]:
    """Raises `BadStatement` unless the file is signed with one of the secrets, about that day, and whole."""
    body, _, signature = content.rpartition(SIGNATURE_MARK)
    if not any(hmac.compare_digest(_signature(one, body), signature.strip()) for one in secrets):
        raise BadStatement(reason="signature")
    head, _, table = body.decode(errors="replace").partition("\n")
    if head != f"#day {day}":
        raise BadStatement(reason="day")
    rows = csv.DictReader(io.StringIO(table))
    if tuple(rows.fieldnames or ()) != COLUMNS:
        raise BadStatement(reason="columns")
    return [_line(number, row) for number, row in enumerate(rows, 3)]


def _line(number: int, row: dict[str, str]) -> StatementLine:
    try:
        return StatementLine.model_validate(row)
    except ValidationError as error:
        raise BadStatement(reason="line", line=number) from error


def _signature(secret: bytes, body: bytes) -> bytes:
    return hmac.new(secret, body, hashlib.sha256).hexdigest().encode()
