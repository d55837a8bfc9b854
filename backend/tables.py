"""Every table of the backend, and the database with all of them in it."""

from backend.applications.models import ApplicationRow, ContractPartyRow, DecisionRow
from backend.borrowers.models import BorrowerRow
from backend.cards.models import CardRow
from backend.cases.models import CaseRow
from backend.consents.models import ConsentRow
from backend.db import Base, Database, migrate
from backend.documents.models import DocumentContentRow, DocumentRow
from backend.funding.models import FunderRow, FundingCursor, FundingPolicyRow, FundingShareRow
from backend.heartbeats import HeartbeatRow
from backend.holds.models import HoldRow
from backend.idempotency import KeptAnswer
from backend.identity.models import IdentityRow
from backend.ledger.models import (
    LedgerBalance,
    LedgerEntry,
    LedgerKey,
    LedgerLeaf,
    LedgerSeal,
    LedgerTransaction,
    LedgerUnsealed,
)
from backend.loans.models import (
    CertificateRow,
    DayCloseRow,
    InstalmentRow,
    LoanEventRow,
    LoanRow,
    PlanConsentRow,
    ProposalRow,
    ReceiptRow,
)
from backend.outbox import OutboxEvent, RelayPosition
from backend.payments.models import (
    AutopayConsentRow,
    FindingRow,
    ProviderNonceRow,
    ReconciliationRow,
    SuspenseRow,
    TransferRow,
)
from backend.products.models import ProductRetirement, ProductVersion
from backend.proofs.models import IdentityPhotoRow
from backend.recommendations.models import InteractionRow
from backend.referrals.models import MarkRow, StudyRow
from backend.related.models import RelatedListRow, RelatedPersonRow
from backend.reviews.models import ReviewActRow, ReviewRow
from backend.staff_acts.models import StaffActRow
from servicekit.database_bounds import PATIENT, Bounds

TABLES: tuple[type[Base], ...] = (
    ApplicationRow,
    AutopayConsentRow,
    BorrowerRow,
    CardRow,
    CaseRow,
    CertificateRow,
    ContractPartyRow,
    ConsentRow,
    DayCloseRow,
    DecisionRow,
    DocumentContentRow,
    DocumentRow,
    FindingRow,
    HeartbeatRow,
    HoldRow,
    IdentityPhotoRow,
    IdentityRow,
    FunderRow,
    FundingCursor,
    FundingPolicyRow,
    FundingShareRow,
    InstalmentRow,
    InteractionRow,
    KeptAnswer,
    LedgerBalance,
    LedgerEntry,
    LedgerKey,
    LedgerLeaf,
    LedgerSeal,
    LedgerTransaction,
    LoanEventRow,
    LedgerUnsealed,
    LoanRow,
    MarkRow,
    OutboxEvent,
    ProductRetirement,
    PlanConsentRow,
    ProductVersion,
    ProposalRow,
    ProviderNonceRow,
    ReceiptRow,
    ReconciliationRow,
    RelatedListRow,
    RelatedPersonRow,
    RelayPosition,
    ReviewActRow,
    ReviewRow,
    StaffActRow,
    StudyRow,
    SuspenseRow,
    TransferRow,
)
METADATA = Base.metadata


def open_database(url: str, bounds: Bounds = PATIENT) -> Database:
    """The database with its tables up to date; processes may call this at once."""
    migrate(url)
    return Database(url, bounds)
