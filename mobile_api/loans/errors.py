"""What the gateway itself refuses about applications."""

from servicekit.problems import Problem


class ContractChanged(Problem):
    """Data: the present `contract_hash` and `cost_sheet_hash`."""

    code = "contract_changed"
    title = "The contract is not the one that was shown."
