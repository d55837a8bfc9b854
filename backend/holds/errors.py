"""Why a hold cannot be placed."""

from servicekit.problems import Problem


class HoldOver(Problem):
    """Data: `until`, the day and time that were asked for."""

    code = "hold_over"
    title = "The hold would have ended already."
