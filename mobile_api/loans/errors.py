"""What the gateway itself refuses about applications."""

from servicekit.problems import Problem


class ContractChanged(Problem):
    """Data: the present `contract_hash` and `cost_sheet_hash`."""

    code = "contract_changed"
    title = "The contract is not the one that was shown."


class DocumentTooLarge(Problem):
    """Data: `max_bytes`."""

    code = "document_too_large"
    title = "The file has too many bytes."


class DocumentUnreadable(Problem):
    """Data: `reason`."""

    code = "document_unreadable"
    title = "There is no file in the form."
