"""Why the help centre has no answer to give right now."""

from servicekit.problems import NotFound, Problem


class HelpCentreLoading(Problem):
    """Raised with `retry_after` in seconds; HTTP 503."""

    code = "help_centre_loading"
    title = "The help centre is still starting; try again shortly."


class HelpCentreBroken(Problem):
    """The embedder could not be loaded; `reason` names the error. HTTP 503."""

    code = "help_centre_unavailable"
    title = "The help centre could not start."


class HelpAnswerUnknown(NotFound):
    """Data: `answer_id`."""

    code = "help_answer_unknown"
    title = "There is no help answer of this name."
