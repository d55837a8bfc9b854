"""Why a borrower's identity is not taken for verified."""

from typing import Any

from contract.texts import LocalText
from servicekit.problems import Problem

STUDENT_ADVICE = LocalText(
    zh="我们不向全日制在校学生放款。如需资金，可咨询学校资助中心或银行的国家助学贷款，利率更低、更适合您。",
    en="We do not lend to full-time students. A bank's student loan costs less and fits better: ask your school's aid"
    " office or your bank.",
)


class IdNumberInvalid(Problem):
    code = "id_number_invalid"
    title = "The identity number is not a valid one."


class TooYoung(Problem):
    """Data: `min_age`."""

    code = "too_young"
    title = "A borrower must be of age."


class TooOld(Problem):
    """Data: `max_age`."""

    code = "too_old"
    title = "The borrower is above the lender's age limit."


class ValidityImpossible(Problem):
    """Data: `field`."""

    code = "validity_impossible"
    title = "The identity card cannot be valid from or until that day."


class IdentityExpired(Problem):
    """Data: `valid_until`."""

    code = "identity_expired"
    title = "The identity card has run out."


class FullTimeStudent(Problem):
    """Data: `advice`, in both languages."""

    code = "full_time_student"
    title = "Full-time students are served by bank student loans."

    def __init__(self, **data: Any) -> None:
        super().__init__(advice=STUDENT_ADVICE.model_dump(), **data)


class IdentityNotConfirmed(Problem):
    code = "identity_not_confirmed"
    title = "The register does not confirm this name and number."


class IdentityTaken(Problem):
    code = "identity_taken"
    title = "This identity belongs to another account."


class IdentityAlreadyVerified(Problem):
    code = "identity_already_verified"
    title = "Another identity was verified for this account; support can change it."


class IdentityNeeded(Problem):
    """Data: `why` (`none`, `unproven`, `verify_again`, `expired`)."""

    code = "identity_needed"
    title = "Your identity must be verified first."


class IdentityCheckUnavailable(Problem):
    code = "identity_check_unavailable"
    title = "Identities cannot be checked now."


class NothingToConfirm(Problem):
    code = "nothing_to_confirm"
    title = "No identity of this borrower waits for staff."
