"""Every table of the backend, and the database with all of them in it."""

from backend.applications.models import ApplicationRow
from backend.borrowers.models import BorrowerRow, InteractionRow
from backend.db import Base, Database, migrate
from backend.idempotency import KeptAnswer
from backend.ledger.models import LedgerBalance, LedgerEntry, LedgerTransaction
from backend.loans.models import DayCloseRow, InstalmentRow, LoanEventRow, LoanRow, ProposalRow, ReceiptRow
from backend.outbox import OutboxEvent, RelayPosition
from backend.payments.models import TransferRow
from backend.products.models import ProductVersion
from backend.products.service import seed_products

TABLES: tuple[type[Base], ...] = (
    ApplicationRow,
    BorrowerRow,
    DayCloseRow,
    InstalmentRow,
    InteractionRow,
    KeptAnswer,
    LedgerBalance,
    LedgerEntry,
    LedgerTransaction,
    LoanEventRow,
    LoanRow,
    OutboxEvent,
    ProductVersion,
    ProposalRow,
    ReceiptRow,
    RelayPosition,
    TransferRow,
)
METADATA = Base.metadata


def open_database(url: str) -> Database:
    """The database with its tables up to date and the catalogue in it; processes may call this at once."""
    database = Database(url)
    migrate(database)
    with database.writing() as session:
        seed_products(session)
    return database
