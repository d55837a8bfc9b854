"""What is kept of a paper can be read with its key, for its own paper, and not otherwise."""

import base64

import pytest

from backend.documents.errors import DocumentKeyMissing, DocumentUnreadable
from backend.documents.sealing import BadDocumentsKey, Sealed, Sealer

OLD, NEW = (base64.b64encode(bytes([n]) * 32).decode() for n in (1, 2))


def test_what_was_sealed_opens_and_is_not_the_content() -> None:
    sealer = Sealer.from_setting(OLD)
    sealed = sealer.seal("doc_1", b"a bank statement")
    assert b"statement" not in sealed.content
    assert sealer.open("doc_1", sealed) == b"a bank statement"


def test_a_new_key_seals_and_the_old_one_still_opens() -> None:
    sealed = Sealer.from_setting(OLD).seal("doc_1", b"content")
    both = Sealer.from_setting(f"{NEW},{OLD}")
    assert both.open("doc_1", sealed) == b"content"
    assert both.seal("doc_1", b"content").key_id != sealed.key_id


def test_without_its_key_a_paper_stays_closed() -> None:
    sealed = Sealer.from_setting(OLD).seal("doc_1", b"content")
    with pytest.raises(DocumentKeyMissing):
        Sealer.from_setting(NEW).open("doc_1", sealed)


def test_contents_cannot_be_swapped_or_changed() -> None:
    sealer = Sealer.from_setting(OLD)
    sealed = sealer.seal("doc_1", b"content")
    changed = Sealed(sealed.key_id, sealed.content[:-1] + bytes([sealed.content[-1] ^ 1]))
    for document_id, kept in (("doc_2", sealed), ("doc_1", changed)):
        with pytest.raises(DocumentUnreadable):
            sealer.open(document_id, kept)


@pytest.mark.parametrize("setting", ["", "no base64!", base64.b64encode(b"short").decode(), f"{OLD},"])
def test_a_setting_that_is_no_key_is_refused_at_the_start(setting: str) -> None:
    with pytest.raises(BadDocumentsKey):
        Sealer.from_setting(setting)
