"""Whether somebody who holds a borrower's phone number, or claims an account, is that borrower."""

import hmac
import unicodedata

from sqlalchemy.orm import Session

from backend.borrowers.service import check_borrower
from backend.cards.service import endings_of
from backend.db import Database
from backend.identity.rules import resident_number
from backend.identity.service import knowable_of, verified_owner
from backend.identity.versions import Identities
from backend.proofs.service import Provers
from contract.lending.identity import FindOwner, MatchBorrower

ENDING, CARD_ENDING = 6, 4


def matches(session: Session, identities: Identities, borrower_id: str, told: MatchBorrower) -> bool:
    """Whether all that is told is the borrower's. Each part is looked at, whichever of them is wrong."""
    check_borrower(session, borrower_id)
    known = knowable_of(session, identities, borrower_id)
    endings = endings_of(session, borrower_id)
    fits = []
    if told.name is not None:
        fits.append(known.name_index in identities.indexes.names(told.name))
    if told.id_number is not None:
        number = _plain(told.id_number)
        whole = known.number_index in identities.indexes.numbers(number)
        fits.append(whole | _ends_with(known.number, number))
    if told.card_last4 is not None:
        digits = _plain(told.card_last4)
        # Not `any`, which ends at the first that fits.
        fits.append(len(digits) == CARD_ENDING and sum(_same(one, digits) for one in endings) > 0)
    return sum(fits) == len(fits)


def find_owner(database: Database, identities: Identities, provers: Provers, wanted: FindOwner) -> str | None:
    """Whose verified name and number these are. Raises `IdNumberInvalid`, or `FaceNotMatched` whoever has an account.

    No transaction is open while the face is checked.
    """
    number = resident_number(wanted.id_number)
    if wanted.face:
        provers.faces.check(wanted.name, number, wanted.face_session)
    with database.reading() as session:
        return verified_owner(session, identities.indexes, wanted.name, number)


def _ends_with(number: str, told: str) -> bool:
    """The last six, or the five digits before a final X, which is hard to say."""
    ending = number[-ENDING:]
    spoken = ending[:-1] if ending.endswith("X") else ending
    return _same(ending, told) | _same(spoken, told)


def _same(kept: str, told: str) -> bool:
    return bool(kept) and hmac.compare_digest(kept.encode(), told.encode())


def _plain(typed: str) -> str:
    """In one form: ASCII where it can be, without blanks and hyphens."""
    return "".join(unicodedata.normalize("NFKC", typed).replace("-", "").split()).upper()
