"""Why the ledger refuses a posting."""

from servicekit.problems import Problem


class Unbalanced(Problem):
    """Data: `currency`, `sum` in minor units."""

    code = "ledger_unbalanced"
    title = "The entries of a posting must sum to zero in each currency."


class PostingKeyReused(Problem):
    """Data: `key`."""

    code = "ledger_key_reused"
    title = "This posting key was used for other entries."


class NotYetSealed(Problem):
    """Data: `number`, the transaction's."""

    code = "ledger_not_yet_sealed"
    title = "This transaction is posted but not sealed yet; its proof will be there soon."
