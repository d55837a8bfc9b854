"""Why an act of staff is not done."""

from servicekit.problems import Problem


class SecondPersonNeeded(Problem):
    """Data: `proposed_by`, the only one who may not."""

    code = "second_person_needed"
    title = "Another member of staff has to confirm this."
