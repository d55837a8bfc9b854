"""Papers sent for an application: kept sealed, shown to reviewers alone, and nothing kept of what is refused."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from backend.documents.__main__ import main as documents_command
from backend.documents.models import DocumentContentRow, DocumentRow
from backend.scenes.applicants import SILENT
from contract.lending.client import BackendProblem
from servicekit.lasting import LastingActs
from tests import papers
from tests.integration.backend.conftest import ACTS
from tests.integration.backend.house import House


async def refused(call: Any) -> tuple[int, str]:
    with pytest.raises(BackendProblem) as problem:
        await call
    return problem.value.status, problem.value.code


def held(house: House) -> int:
    with house.database.reading() as session:
        return session.scalar(select(func.count()).select_from(DocumentContentRow)) or 0


async def test_a_paper_is_listed_for_the_borrower_and_opened_by_the_reviewer_on_record(house: House) -> None:
    application = await house.submitted(**SILENT)
    sent = await house.client.send_document(house.borrower, application.id, "id_card", papers.photo("PNG"))
    assert (sent.kind, sent.media_type, sent.pages, sent.scan) == ("id_card", "image/jpeg", 1, "not_scanned")
    assert await house.client.documents(house.borrower, application.id) == [sent]

    [review] = await house.client.reviews()
    content, media_type = await house.client.review_document(review.id, sent.id, "stf_7")
    assert (media_type, len(content)) == ("image/jpeg", sent.size)
    [*_, last] = (await house.client.review(review.id)).acts
    assert (last.kind, last.staff_id, last.note) == ("document_opened", "stf_7", sent.id)


@pytest.mark.both_databases
async def test_what_lies_in_the_database_is_sealed(house: House) -> None:
    application = await house.submitted(**SILENT)
    await house.client.send_document(house.borrower, application.id, "id_card", papers.photo())
    with house.database.reading() as session:
        kept = session.scalars(select(DocumentContentRow)).one()
    assert not kept.sealed.startswith(b"\xff\xd8\xff")
    assert b"JFIF" not in kept.sealed


@pytest.mark.parametrize(
    ("content", "answer"),
    [
        (b"MZ" + bytes(1000), (415, "document_type_not_allowed")),
        (papers.pdf_bomb(), (422, "document_too_complex")),
        (papers.photo()[:300], (422, "document_unreadable")),
        (b"", (415, "document_type_not_allowed")),
        (b"\xff\xd8\xff" + bytes(10_000_000), (413, "document_too_large")),
    ],
    ids=["executable", "pdf_bomb", "cut_off", "empty", "too_large"],
)
async def test_what_is_refused_leaves_nothing(house: House, content: bytes, answer: tuple[int, str]) -> None:
    application = await house.submitted(**SILENT)
    assert await refused(house.client.send_document(house.borrower, application.id, "other", content)) == answer
    assert await house.client.documents(house.borrower, application.id) == []
    assert held(house) == 0


async def test_an_application_holds_twenty_papers(house: House) -> None:
    application = await house.submitted(**SILENT)
    with house.database.writing() as session:
        for number in range(20):
            session.add(
                DocumentRow(
                    id=f"doc_{number}", borrower_id=house.borrower, application_id=application.id, kind="other",
                    media_type="image/jpeg", size=1, pages=1, sha256=str(number), scan="not_scanned",
                    received_at=house.clock.now,
                )
            )  # fmt: skip
    call = house.client.send_document(house.borrower, application.id, "other", papers.photo())
    assert await refused(call) == (409, "too_many_documents")


async def test_a_withdrawn_application_takes_no_more_papers(house: House) -> None:
    application = await house.submitted(**SILENT)
    await house.client.withdraw_application(house.borrower, application.id)
    call = house.client.send_document(house.borrower, application.id, "other", papers.photo())
    assert await refused(call) == (409, "application_status_wrong")


async def test_anothers_application_takes_no_paper_and_shows_none(house: House) -> None:
    application = await house.submitted(**SILENT)
    await house.client.register_borrower("stranger", "en")
    for call in (
        house.client.send_document("stranger", application.id, "other", papers.photo()),
        house.client.documents("stranger", application.id),
    ):
        assert await refused(call) == (404, "not_found")


@pytest.fixture(autouse=True)
def acts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file of lasting acts of a command."""
    monkeypatch.setenv("BACKEND_LASTING_ACTS", str(tmp_path / ACTS))
    return tmp_path / ACTS


async def test_papers_are_kept_while_an_application_or_a_loan_lives(
    house: House, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BACKEND_DATABASE_URL", house.database.engine.url.render_as_string(hide_password=False))
    draft = await house.draft()
    await house.client.send_document(house.borrower, draft.id, "id_card", papers.photo())
    erase = ["erase", "--borrower", house.borrower]
    assert documents_command(erase) == 1
    assert capsys.readouterr().err.startswith("papers_still_needed")
    await house.client.withdraw_application(house.borrower, draft.id)
    loan = await house.accepted()
    assert documents_command(erase) == 1
    assert loan.id in capsys.readouterr().err
    assert held(house) == 1


async def test_erasing_of_an_ended_application_needs_no_force(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BACKEND_DATABASE_URL", house.database.engine.url.render_as_string(hide_password=False))
    application = await house.submitted(**SILENT)
    await house.client.send_document(house.borrower, application.id, "id_card", papers.photo())
    await house.client.withdraw_application(house.borrower, application.id)
    assert documents_command(["erase", "--borrower", house.borrower]) == 0
    assert held(house) == 0


@pytest.mark.both_databases
async def test_erasing_deletes_the_content_and_keeps_the_line(
    house: House, acts: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    application = await house.submitted(**SILENT)
    sent = await house.client.send_document(house.borrower, application.id, "id_card", papers.photo())
    url = house.database.engine.url.render_as_string(hide_password=False)
    monkeypatch.setenv("BACKEND_DATABASE_URL", url)

    assert documents_command(["erase", "--borrower", house.borrower, "--force"]) == 0

    assert "1 papers erased" in capsys.readouterr().out
    [act] = LastingActs(acts).since(datetime.min.replace(tzinfo=UTC))
    assert (act.kind, act.id) == ("papers_erased", house.borrower)
    assert held(house) == 0
    [line] = await house.client.documents(house.borrower, application.id)
    assert (line.id, line.erased_at is not None) == (sent.id, True)
    [review] = await house.client.reviews()
    assert await refused(house.client.review_document(review.id, sent.id, "stf_7")) == (410, "document_erased")
