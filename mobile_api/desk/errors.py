"""What the desk refuses."""

from servicekit.problems import Problem


class HandoffTaken(Problem):
    code = "handoff_taken"
    title = "A colleague was faster, or this is not yours any more."


class UnknownColleague(Problem):
    code = "unknown_colleague"
    title = "There is no such colleague."
