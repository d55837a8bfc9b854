"""Why a case cannot take more, or be answered."""

from servicekit.problems import Problem


class CaseFull(Problem):
    """Data: `limit`, in characters."""

    code = "case_full"
    title = "The open case holds as much as it can; a person will answer it."


class CaseAnswered(Problem):
    code = "case_answered"
    title = "The case has been answered already."
