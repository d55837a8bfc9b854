"""Which HTTP status each of the backend's problems has; those not named are 422."""

from backend.applications.errors import (
    CodeCheckStale,
    ContractChanged,
    NothingProposed,
    OfferExpired,
    OfferNoLongerPossible,
    OfferNotPossible,
    OfferStillOpen,
    ProposalChanged,
    RelatedLimitReached,
    RelatedTermsBetter,
    ReviewsUsedUp,
    SigningNotProven,
    WrongStatus,
)
from backend.borrowers.errors import CardChangeHeld
from backend.cards.errors import CardBindingUnavailable, CardNeeded
from backend.cases.errors import CaseAnswered
from backend.consents.errors import ConsentTextChanged
from backend.documents.errors import (
    DocumentErased,
    DocumentKeyMissing,
    DocumentTooLarge,
    DocumentTypeNotAllowed,
    ScannerUnavailable,
    TooManyDocuments,
)
from backend.help_centre.errors import HelpCentreBroken, HelpCentreLoading
from backend.idempotency import IdempotencyKeyMissing, IdempotencyKeyReused
from backend.identity.errors import (
    IdentityAlreadyVerified,
    IdentityCheckUnavailable,
    IdentityNeeded,
    IdentityTaken,
    NothingToConfirm,
)
from backend.ledger.errors import NotYetSealed
from backend.loans.errors import (
    ChangeNotPossible,
    LoanMoneyUnderWay,
    LoanNotActive,
    LoanNotSettled,
    LoanNotWrittenOff,
    LoanProposalExpired,
    LoanProposalStale,
    PlanTextChanged,
)
from backend.payments.errors import (
    AutopayTextChanged,
    BadSignature,
    CallbackMismatch,
    CallbackReplayed,
    FiguresBeingPaid,
    FindingNotFollowed,
    FindingOver,
    NotAssignable,
    PaymentNotPosted,
    PayoutUnderWay,
    SuspenseOver,
    TransferAlreadySettled,
)
from backend.ports import PortNotConnected
from backend.products.errors import ProductNotOffered
from backend.proofs.errors import ProofIncomplete
from backend.reviews.errors import ReviewChanged, ReviewOver
from backend.staff_acts.errors import SecondPersonNeeded
from servicekit.problems import Problem

STATUSES: dict[type[Problem], int] = {
    AutopayTextChanged: 409,
    BadSignature: 401,
    CallbackMismatch: 409,
    CallbackReplayed: 409,
    ChangeNotPossible: 409,
    CaseAnswered: 409,
    CardBindingUnavailable: 503,
    CardChangeHeld: 409,
    CardNeeded: 409,
    CodeCheckStale: 409,
    ConsentTextChanged: 409,
    ContractChanged: 409,
    DocumentErased: 410,
    DocumentKeyMissing: 503,
    DocumentTooLarge: 413,
    DocumentTypeNotAllowed: 415,
    FiguresBeingPaid: 409,
    FindingNotFollowed: 409,
    FindingOver: 409,
    HelpCentreBroken: 503,
    HelpCentreLoading: 503,
    IdempotencyKeyMissing: 400,
    IdempotencyKeyReused: 409,
    IdentityAlreadyVerified: 409,
    IdentityCheckUnavailable: 503,
    IdentityNeeded: 409,
    IdentityTaken: 409,
    LoanMoneyUnderWay: 409,
    LoanNotActive: 409,
    LoanProposalExpired: 409,
    LoanProposalStale: 409,
    LoanNotSettled: 409,
    NothingProposed: 409,
    NothingToConfirm: 409,
    LoanNotWrittenOff: 409,
    NotAssignable: 409,
    NotYetSealed: 409,
    OfferExpired: 409,
    OfferNoLongerPossible: 409,
    OfferNotPossible: 409,
    OfferStillOpen: 409,
    PaymentNotPosted: 409,
    PayoutUnderWay: 409,
    # Not 503, which passes for a backend that is away: whoever applies hears why nothing is lent.
    PortNotConnected: 409,
    ProductNotOffered: 409,
    ProofIncomplete: 409,
    ProposalChanged: 409,
    PlanTextChanged: 409,
    RelatedLimitReached: 409,
    RelatedTermsBetter: 409,
    ReviewChanged: 409,
    ReviewOver: 409,
    ReviewsUsedUp: 409,
    SuspenseOver: 409,
    ScannerUnavailable: 503,
    SecondPersonNeeded: 409,
    SigningNotProven: 403,
    TooManyDocuments: 409,
    TransferAlreadySettled: 409,
    WrongStatus: 409,
}
