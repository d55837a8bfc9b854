"""What is sealed can be read with its key, under its own name, and not otherwise."""

import base64
from collections.abc import Callable

import pytest

from servicekit.sealing import BadSealingKey, SealBroken, Sealed, Sealer, SealingKeyMissing

OLD, NEW = (base64.b64encode(bytes([n]) * 32).decode() for n in (1, 2))


def ring(setting: str) -> Sealer:
    return Sealer.from_setting("A_KEY", setting)


def test_what_was_sealed_opens_and_is_not_the_content() -> None:
    sealed = ring(OLD).seal("doc_1", b"a bank statement")
    assert b"statement" not in sealed.content
    assert ring(OLD).open("doc_1", sealed) == b"a bank statement"


def test_a_text_is_sealed_into_a_text() -> None:
    kept = ring(OLD).seal_text("names.bor_1", "欧阳·娜娜")
    assert "欧阳" not in kept
    assert kept != ring(OLD).seal_text("names.bor_1", "欧阳·娜娜")
    assert ring(OLD).open_text("names.bor_1", kept) == "欧阳·娜娜"


def test_a_new_key_seals_and_the_old_one_still_opens() -> None:
    both = ring(f"{NEW},{OLD}")
    old = ring(OLD).seal_text("doc_1", "content")
    assert both.open_text("doc_1", old) == "content"
    assert not both.is_newest(old)
    assert both.is_newest(both.seal_text("doc_1", "content"))


def test_without_its_key_it_stays_closed() -> None:
    sealed = ring(OLD).seal("doc_1", b"content")
    with pytest.raises(SealingKeyMissing) as missing:
        ring(NEW).open("doc_1", sealed)
    assert missing.value.key_id == sealed.key_id


def test_contents_cannot_be_swapped_or_changed() -> None:
    sealed = ring(OLD).seal("doc_1", b"content")
    changed = Sealed(sealed.key_id, sealed.content[:-1] + bytes([sealed.content[-1] ^ 1]))
    for name, kept in (("doc_2", sealed), ("doc_1", changed), ("doc_1", Sealed(sealed.key_id, b""))):
        with pytest.raises(SealBroken):
            ring(OLD).open(name, kept)


@pytest.mark.parametrize(
    "change", [lambda kept: f"{kept}!", lambda kept: kept.partition(".")[0] + ".", lambda kept: kept[:-4]]
)
def test_a_text_that_was_changed_does_not_open(change: Callable[[str], str]) -> None:
    with pytest.raises(SealBroken):
        ring(OLD).open_text("a", change(ring(OLD).seal_text("a", "content")))


@pytest.mark.parametrize("setting", ["", "no base64!", base64.b64encode(b"short").decode(), f"{OLD},"])
def test_a_setting_that_is_no_key_is_refused_at_the_start(setting: str) -> None:
    with pytest.raises(BadSealingKey, match="A_KEY"):
        ring(setting)
