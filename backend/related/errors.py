"""Why a list of related persons is not taken."""

from servicekit.problems import Problem


class RelatedListInvalid(Problem):
    """Data: `line`, 1 for the head, and `why` (`columns`, `id_number`, `relation`, `encoding`)."""

    code = "related_list_invalid"
    title = "The list of related persons cannot be read."
