"""A stranger's file is opened in a process of its own, and what comes out is a harmless copy or a named refusal."""

import io
import sys
import threading

import pikepdf
import pytest
from PIL import Image

from backend.documents.errors import DocumentLocked, DocumentTooComplex, DocumentTypeNotAllowed, DocumentUnreadable
from backend.documents.inspection import MOST_COPY_BYTES, Inspection, run_apart
from servicekit.problems import Problem, TooManyRequests
from tests import papers

INSPECTION = Inspection()


@pytest.mark.parametrize("format_", ["JPEG", "PNG", "WEBP"])
def test_a_picture_of_each_kind_becomes_a_jpeg(format_: str) -> None:
    copy = INSPECTION.copy(papers.photo(format_))
    assert (copy.media_type, copy.pages) == ("image/jpeg", 1)
    with Image.open(io.BytesIO(copy.content)) as picture:
        assert (picture.format, picture.size) == ("JPEG", (640, 480))


def test_a_photo_forgets_where_it_was_taken() -> None:
    sent = papers.photo_with_a_place()
    assert b"TheMakersName" in sent
    copy = INSPECTION.copy(sent)
    assert b"TheMakersName" not in copy.content
    assert b"Exif" not in copy.content


def test_what_hides_behind_a_picture_is_left_behind() -> None:
    copy = INSPECTION.copy(papers.photo() + b"MZ an executable")
    assert b"MZ an executable" not in copy.content


def test_a_large_photo_is_made_smaller() -> None:
    copy = INSPECTION.copy(papers.photo(size=(5000, 4000)))
    with Image.open(io.BytesIO(copy.content)) as picture:
        assert max(picture.size) == 3000


def test_a_pdf_keeps_its_pages_and_loses_scripts_and_attachments() -> None:
    copy = INSPECTION.copy(papers.pdf_with_a_script())
    assert (copy.media_type, copy.pages) == ("application/pdf", 1)
    with pikepdf.open(io.BytesIO(copy.content)) as kept:
        assert "/OpenAction" not in kept.Root
        assert len(kept.attachments) == 0
    assert b"JavaScript" not in copy.content


def test_files_that_hang_on_a_page_or_a_drawing_are_left_behind() -> None:
    sent = papers.pdf_with_hidden_files()
    assert {b"hidden-in-page", b"hidden-in-form", b"hidden-in-mark", b"hidden-in-notes"} <= streams_of(sent)
    kept = streams_of(INSPECTION.copy(sent).content)
    assert not [stream for stream in kept if b"hidden" in stream]
    assert b"0 0 9 9 re f" in kept


def streams_of(content: bytes) -> set[bytes]:
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return {bytes(found.read_bytes()) for found in pdf.objects if isinstance(found, pikepdf.Stream)}


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"MZ" + bytes(300), DocumentTypeNotAllowed),
        (b"\xff\xd8\xff" + b"MZ" * 300, DocumentUnreadable),
        (papers.photo()[:400], DocumentUnreadable),
        (b"%PDF-1.7 and nothing", DocumentUnreadable),
        (papers.locked_pdf(), DocumentLocked),
        (papers.pdf(51), DocumentTooComplex),
        (papers.picture_bomb(), DocumentTooComplex),
        (papers.pdf_bomb(), DocumentTooComplex),
    ],
    ids=["executable", "fake_jpeg", "cut_off", "fake_pdf", "locked", "pages", "picture_bomb", "pdf_bomb"],
)
def test_a_hostile_or_broken_file_is_refused_by_name(content: bytes, refusal: type[Problem]) -> None:
    with pytest.raises(refusal):
        INSPECTION.copy(content)


def test_a_full_line_is_told_to_come_back_instead_of_waiting() -> None:
    full = Inspection(inside=threading.Semaphore(0))
    with pytest.raises(TooManyRequests):
        full.copy(papers.photo())


def test_a_refused_file_leaves_its_place_in_the_line() -> None:
    inspection = Inspection(inside=threading.BoundedSemaphore(1))
    with pytest.raises(DocumentUnreadable):
        inspection.copy(papers.photo()[:400])
    assert inspection.copy(papers.photo()).pages == 1


def test_an_inspector_that_writes_without_end_is_ended() -> None:
    code, output = run_apart([sys.executable, "-c", "while True: print('x' * 65536)"], b"")
    assert code != 0
    assert len(output) == MOST_COPY_BYTES + 1


def test_an_inspector_that_ends_before_it_has_read_all_is_heard() -> None:
    assert run_apart([sys.executable, "-c", "raise SystemExit(3)"], bytes(5_000_000)) == (3, b"")
