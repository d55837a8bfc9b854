"""The published list of error codes is the one the services raise."""

from tests.contracts.problem_codes import PAGE, page


def test_every_code_is_published() -> None:
    assert PAGE.read_text() == page(), "run python -m tests.contracts.problem_codes"
