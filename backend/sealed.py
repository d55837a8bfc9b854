"""Every column that holds something sealed, under which setting's keys, and what each value is bound to. Rotation and the check of
a restored backup go through this list."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, get_args

from pydantic import SecretStr
from sqlalchemy import Column, ColumnElement, Table, func, select, update
from sqlalchemy.orm import Session

from backend.identity.versions import SealedValue
from backend.settings import SealingSettings
from backend.tables import METADATA
from servicekit.sealing import KEY_ID_LENGTH, SealBroken, Sealed, Sealer, SealingKeyMissing, bound

# A paper may have some megabytes.
ROWS_AT_ONCE = 10


@dataclass(frozen=True, slots=True)
class SealedColumn:
    """`keys` is the field of `SealingSettings` with the key ring. A value is bound to its table, column and row, or, `by_id_alone`, to the
    row's id.

    Bytes have their key's id in the column `key_id`; a text begins with it (`Sealer.seal_text`), and may be null.
    """

    keys: str
    table: str
    column: str
    key_id: str | None = None
    by_id_alone: bool = False

    @property
    def name(self) -> str:
        return f"{self.table}.{self.column}"

    @property
    def place(self) -> Table:
        return METADATA.tables[self.table]

    @property
    def id(self) -> Column[str]:
        [column] = self.place.primary_key
        return column

    @property
    def value(self) -> Column[Any]:
        return self.place.c[self.column]

    @property
    def key(self) -> ColumnElement[str]:
        """The id of the key that a row's value is sealed under."""
        return self.place.c[self.key_id] if self.key_id else func.substr(self.value, 1, KEY_ID_LENGTH)

    def bound_to(self, id_: str) -> str:
        return id_ if self.by_id_alone else bound(self.table, self.column, id_)

    def opened(self, sealer: Sealer, id_: str, key: str, value: bytes | str) -> bytes:
        """Raises `SealingKeyMissing` or `SealBroken`."""
        bound_to = self.bound_to(id_)
        if isinstance(value, str):
            return sealer.open_text(bound_to, value).encode()
        return sealer.open(bound_to, Sealed(key, value))

    def sealed(self, sealer: Sealer, id_: str, content: bytes) -> dict[str, bytes | str]:
        """The row's columns."""
        bound_to = self.bound_to(id_)
        if self.key_id is None:
            return {self.column: sealer.seal_text(bound_to, content.decode())}
        sealed = sealer.seal(bound_to, content)
        return {self.column: sealed.content, self.key_id: sealed.key_id}


SEALED: tuple[SealedColumn, ...] = (
    SealedColumn("documents_key", "document_contents", "sealed", key_id="key_id", by_id_alone=True),
    SealedColumn("documents_key", "identity_photos", "sealed", key_id="key_id"),
    *(SealedColumn("fields_key", "identities", what) for what in get_args(SealedValue)),
    SealedColumn("fields_key", "contract_parties", "nonce"),
)


@dataclass(slots=True)
class Page:
    """What one transaction did: up to which row, how many were sealed anew, and the ids of those that cannot be opened."""

    last: str | None = None
    resealed: int = 0
    unopened: list[str] = field(default_factory=list)


def sealers(settings: SealingSettings) -> dict[str, Sealer]:
    """By the field of the key ring. Raises `BadSealingKey`."""

    def sealer(keys: str) -> Sealer:
        ring: SecretStr = getattr(settings, keys)
        return Sealer.from_setting(f"BACKEND_{keys.upper()}", ring.get_secret_value())

    return {keys: sealer(keys) for keys in dict.fromkeys(column.keys for column in SEALED)}


def rows_by_key(session: Session, column: SealedColumn) -> Counter[str]:
    keys = select(column.key.label("key")).where(column.value.is_not(None)).subquery()
    counted = select(keys.c.key, func.count()).group_by(keys.c.key)
    return Counter(dict(session.execute(counted).all()))


def reseal(session: Session, column: SealedColumn, sealer: Sealer, after: str) -> Page:
    """Seal the next values of older keys, in rows after that id, under the newest. Whatever is killed, the next call goes on."""
    older = select(column.id, column.key, column.value).where(column.value.is_not(None), column.key != sealer.newest)
    page = Page()
    for id_, key, value in session.execute(
        older.where(column.id > after).order_by(column.id).limit(ROWS_AT_ONCE).with_for_update()
    ):
        page.last = id_
        try:
            content = column.opened(sealer, id_, key, value)
        except (SealingKeyMissing, SealBroken):
            page.unopened.append(id_)
            continue
        session.execute(update(column.place).where(column.id == id_).values(column.sealed(sealer, id_, content)))
        page.resealed += 1
    return page


def what_does_not_open(session: Session, rings: Mapping[str, Sealer]) -> Iterator[str]:
    """Of each column one value under each key is tried; a sentence for each that does not open."""
    for column in SEALED:
        for key in rows_by_key(session, column):
            one = select(column.id, column.value).where(column.key == key, column.value.is_not(None)).limit(1)
            id_, value = session.execute(one).one()
            try:
                column.opened(rings[column.keys], id_, key, value)
            except SealingKeyMissing:
                yield f"BACKEND_{column.keys.upper()} has no key {key}, under which {column.name} is sealed."
            except SealBroken:
                yield f"{column.name} of {id_} does not open under its key {key}."
