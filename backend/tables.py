"""Every table of the backend, for migrations."""

from backend.applications.models import ApplicationRow
from backend.borrowers.models import BorrowerRow, InteractionRow
from backend.db import Base
from backend.idempotency import KeptAnswer
from backend.ledger.models import LedgerBalance, LedgerEntry, LedgerTransaction
from backend.loans.models import InstalmentRow, LoanRow, ReceiptRow
from backend.outbox import OutboxEvent, RelayPosition
from backend.payments.models import TransferRow
from backend.products.models import ProductVersion

TABLES: tuple[type[Base], ...] = (
    ApplicationRow,
    BorrowerRow,
    InstalmentRow,
    InteractionRow,
    KeptAnswer,
    LedgerBalance,
    LedgerEntry,
    LedgerTransaction,
    LoanRow,
    OutboxEvent,
    ProductVersion,
    ReceiptRow,
    RelayPosition,
    TransferRow,
)
METADATA = Base.metadata
