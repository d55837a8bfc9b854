"""Applications and every decision about them. The answers are one document: they are read and written together, and never
searched by."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.db import Base, Document, UtcTime
from backend.scoring.schemas import ApplicationFacts, ScoredDecision
from contract.lending.applications import Acceptance, ApplicationFields, CancelledBy, Contract, Decision, FieldName
from contract.lending.underwriting import Evidence

IS_DRAFT = text("status = 'draft'")


class ApplicationRow(Base):
    """`product_chosen`: the borrower named the product, so the purpose does not choose it. `evidence`: why a person has to look, for staff
    alone; what is in it was known to whoever decided since."""

    __tablename__ = "applications"
    __table_args__ = (
        Index(
            "uq_applications_open_draft", "borrower_id", unique=True, postgresql_where=IS_DRAFT, sqlite_where=IS_DRAFT
        ),
        Index("ix_applications_status_updated_at", "status", "updated_at"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    borrower_id: Mapped[str] = mapped_column(ForeignKey("borrowers.id"), index=True)
    status: Mapped[str]
    product_id: Mapped[str | None]
    product_version: Mapped[int | None]
    product_chosen: Mapped[bool] = mapped_column(default=False)
    fields: Mapped[ApplicationFields] = mapped_column(Document(ApplicationFields))
    skipped: Mapped[list[FieldName]] = mapped_column(Document(list[FieldName]))
    proposal_hash: Mapped[str | None]
    decision: Mapped[Decision | None] = mapped_column(Document(Decision))
    contract: Mapped[Contract | None] = mapped_column(Document(Contract))
    acceptance: Mapped[Acceptance | None] = mapped_column(Document(Acceptance))
    evidence: Mapped[list[Evidence] | None] = mapped_column(Document(list[Evidence]))
    loan_id: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    updated_at: Mapped[datetime] = mapped_column(UtcTime)
    submitted_at: Mapped[datetime | None] = mapped_column(UtcTime)
    accepted_at: Mapped[datetime | None] = mapped_column(UtcTime)
    abandoned_at: Mapped[datetime | None] = mapped_column(UtcTime)
    cancelled: Mapped[CancelledBy | None] = mapped_column(Document(CancelledBy))


class ContractPartyRow(Base):
    """Which version of the borrower's identity the contract names; `nonce` is sealed. The text of the contract keeps placeholders."""

    __tablename__ = "contract_parties"

    application_id: Mapped[str] = mapped_column(ForeignKey("applications.id"), primary_key=True)
    identity_id: Mapped[str]
    nonce: Mapped[str]
    pinned_at: Mapped[datetime] = mapped_column(UtcTime)


class DecisionRow(Base):
    """One decision with all that it rests on, so that it can be made again. Rows are only ever added.

    `facts` is exactly what was judged: by the model, or by a person on verified figures. `scored` is the model's answer,
    empty where none was loaded, a limit or a bar declined first, or a person decided; `demo_may_decide` is the rule under which the model was asked.
    `confirmed_by` is the second person, where the lender's rules asked for one.
    """

    __tablename__ = "decisions"

    application_id: Mapped[str] = mapped_column(ForeignKey("applications.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    facts: Mapped[ApplicationFacts] = mapped_column(Document(ApplicationFacts))
    demo_may_decide: Mapped[bool | None]
    scored: Mapped[ScoredDecision | None] = mapped_column(Document(ScoredDecision))
    decision: Mapped[Decision] = mapped_column(Document(Decision))
    staff_id: Mapped[str | None]
    confirmed_by: Mapped[str | None]
    decided_at: Mapped[datetime] = mapped_column(UtcTime)
