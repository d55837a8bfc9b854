"""Which HTTP status each of the backend's problems has; those not named are 422."""

from backend.applications.errors import ContractChanged, OfferExpired, ProposalChanged, WrongStatus
from backend.help_centre.errors import HelpCentreBroken, HelpCentreLoading
from backend.idempotency import IdempotencyKeyMissing, IdempotencyKeyReused
from backend.loans.errors import ChangeNotPossible, LoanNotActive, LoanProposalExpired, LoanProposalStale
from backend.payments.errors import BadSignature, CallbackMismatch, TransferAlreadySettled
from servicekit.problems import Problem

STATUSES: dict[type[Problem], int] = {
    BadSignature: 401,
    CallbackMismatch: 409,
    ChangeNotPossible: 409,
    ContractChanged: 409,
    HelpCentreBroken: 503,
    HelpCentreLoading: 503,
    IdempotencyKeyMissing: 400,
    IdempotencyKeyReused: 409,
    LoanNotActive: 409,
    LoanProposalExpired: 409,
    LoanProposalStale: 409,
    OfferExpired: 409,
    ProposalChanged: 409,
    TransferAlreadySettled: 409,
    WrongStatus: 409,
}
