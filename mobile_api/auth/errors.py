"""Why someone can't sign in."""

from mobile_api.db import RememberedRefusal
from servicekit.problems import Problem

# As `POST /me/match` takes them.
MATCH_WAYS = ("name", "id_number", "card_last4")


class InvalidPhone(Problem):
    code = "invalid_phone"
    title = "This is not a phone number that can receive a code."


class CountryNotServed(Problem):
    """Data: `by`, the way that does not reach there."""

    code = "country_not_served"
    title = "Codes are not sent this way to numbers of this country."


class StepUpNeeded(Problem):
    """Data: `purpose` and `about`, as `POST /me/codes` takes them."""

    code = "step_up_needed"
    title = "This needs a one-time code of its own: ask for one at /me/codes and send the same again with it."


class MatchNeeded(Problem):
    """Data: `ways`, of which two are enough: the same for every account."""

    code = "match_needed"
    title = "This device is not known: first show at /me/match who you are."

    def __init__(self) -> None:
        super().__init__(ways=list(MATCH_WAYS))


class MatchFailed(Problem):
    """Data: `tries_left`, today. Nothing tells what was wrong."""

    code = "match_failed"
    title = "That does not match what we know."


class NotLimited(Problem):
    code = "session_not_limited"
    title = "Here it is known already whose account this is."


class NumberMissing(Problem):
    code = "number_missing"
    title = "The account has no phone number: give it one at /me/phone first."


class PhoneTaken(Problem):
    code = "phone_taken"
    title = "Another account signs in with this number."


class AccountInUse(Problem):
    code = "account_in_use"
    title = "This account has a history of its own: staff can put both in order."


class InvalidCode(RememberedRefusal):
    code = "invalid_code"
    title = "The code is wrong."


class CodeExpired(RememberedRefusal):
    code = "code_expired"
    title = "There is no valid code any more; ask for a new one."


class InvalidCredentials(RememberedRefusal):
    code = "invalid_credentials"
    title = "The credentials are not valid."


class UnsupportedGrant(Problem):
    code = "unsupported_grant_type"
    title = "The grant type must be otp, refresh_token or password."


class MessagesCannotBeSent(Problem):
    code = "sms_unavailable"
    title = "Codes cannot be sent at the moment."
