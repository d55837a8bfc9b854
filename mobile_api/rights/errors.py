"""Why a request about one's data is not carried out."""

from servicekit.problems import Problem


class ConfirmationNeeded(Problem):
    """Data: `words`, of which one is to be repeated."""

    code = "confirmation_needed"
    title = "Repeat the words that close an account."


class DialogueAway(Problem):
    """A copy of one's data is whole or none."""

    code = "dialogue_unavailable"
    title = "The assistant's part of your data cannot be read now; try again."
