"""Why something waits for a consent, or a consent is not taken."""

from typing import Any

from backend.consents.texts import PRESENT
from contract.lending.consents import ConsentPurpose
from servicekit.problems import Problem


class ConsentNeeded(Problem):
    """Data: `purpose`, `consent`, what it is called in both languages, and, where an answer of an application gives it, `field`."""

    code = "consent_needed"
    title = "This needs a consent that has not been given."

    def __init__(self, purpose: ConsentPurpose, **data: Any) -> None:
        super().__init__(purpose=purpose, consent=PRESENT[purpose].title.model_dump(), **data)


class ConsentTextNeeded(Problem):
    code = "consent_text_needed"
    title = "Giving a consent names the version of its text that was read."


class ConsentTextChanged(Problem):
    """Data: `text_version`, the present one."""

    code = "consent_text_changed"
    title = "The consent's text is not the one that was read."
