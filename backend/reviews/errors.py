"""Why an act on a review is refused."""

from servicekit.problems import Problem


class ReviewChanged(Problem):
    """A colleague was faster, or a paper came. Data: `version`, the present one."""

    code = "review_changed"
    title = "The review has changed since it was shown."


class ReviewOver(Problem):
    """Data: `state`."""

    code = "review_over"
    title = "The review has ended."
