"""Why a payment cannot start, or a callback is refused."""

from servicekit.problems import Problem


class PaymentOutOfRange(Problem):
    """Data: `field`, `min`, `max` (money): what is owed, less what is on its way."""

    code = "payment_out_of_range"
    title = "The payment is nothing, or more than is owed."


class FiguresBeingPaid(Problem):
    """Data: `payment_id`, the one on its way."""

    code = "figures_being_paid"
    title = "A payment of these figures is on its way."


class BadSignature(Problem):
    code = "bad_signature"
    title = "The callback's signature is wrong, or too old."


class CallbackReplayed(Problem):
    code = "callback_replayed"
    title = "This callback was taken already; one that is sent again has a nonce of its own."


class CallbackMismatch(Problem):
    code = "callback_mismatch"
    title = "The callback does not fit the transfer."


class TransferAlreadySettled(Problem):
    """Data: `status`."""

    code = "transfer_already_settled"
    title = "The transfer has ended otherwise."


class PaymentNotPosted(Problem):
    """Data: `status`."""

    code = "payment_not_posted"
    title = "The payment has not succeeded, so it cannot be taken back."


class BadStatement(Problem):
    """Data: `reason` (signature, day, columns, line), and `line` where one is wrong."""

    code = "bad_statement"
    title = "The provider's daily file cannot be trusted or read."


class AutopayTextNeeded(Problem):
    code = "autopay_text_needed"
    title = "Consent names the version of the text that was read."


class AutopayTextChanged(Problem):
    """Data: `text_version`, the present one."""

    code = "autopay_text_changed"
    title = "The text of the consent is not the one that was shown."


class PayoutUnderWay(Problem):
    """Data: `status` of the payout that stands."""

    code = "payout_under_way"
    title = "The loan's payout is on its way or done."


class SuspenseOver(Problem):
    """Data: `status`."""

    code = "suspense_over"
    title = "It was decided already what happens with this money."


class NotAssignable(Problem):
    """Data: `item_id`, `loan_id`."""

    code = "suspense_not_assignable"
    title = "This money cannot be a payment of that loan."


class FindingOver(Problem):
    """Data: `resolution`."""

    code = "finding_over"
    title = "The finding does not wait for a person."


class FindingNotFollowed(Problem):
    """Data: `verdict`."""

    code = "finding_not_followed"
    title = "The books cannot follow the provider here; note what was found."
