"""Why something of a borrower's cannot be changed now."""

from servicekit.problems import Problem


class CardChangeHeld(Problem):
    """Data: `until`."""

    code = "card_change_held"
    title = "The phone number was changed a short while ago; cards stay as they are until then."
