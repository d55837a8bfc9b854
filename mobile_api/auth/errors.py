"""Why someone can't sign in."""

from mobile_api.db import RememberedRefusal
from servicekit.problems import Problem


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
