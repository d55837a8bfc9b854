"""What one member of staff proposes above the lender's bound, another one confirms. Pure."""

from servicekit.problems import Problem


class SecondPersonNeeded(Problem):
    """Data: `proposed_by`, the only one who may not."""

    code = "second_person_needed"
    title = "Another member of staff has to confirm this."


def check_second_person(proposed_by: str, confirmed_by: str | None) -> None:
    """Raises `SecondPersonNeeded`."""
    if confirmed_by is None or confirmed_by == proposed_by:
        raise SecondPersonNeeded(proposed_by=proposed_by)
