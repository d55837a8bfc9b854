"""What one member of staff proposes above the lender's bound, another one confirms. Pure."""

from backend.staff_acts.errors import SecondPersonNeeded


def check_second_person(proposed_by: str, confirmed_by: str | None) -> None:
    """Raises `SecondPersonNeeded`."""
    if confirmed_by is None or confirmed_by == proposed_by:
        raise SecondPersonNeeded(proposed_by=proposed_by)
