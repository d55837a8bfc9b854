"""The simulated applicants, who are talked to in tests/integration/assistant/test_effort.py."""

import pytest

from bench.applicants import Applicant, applicants
from contract.lending.applications import FIELDS


@pytest.mark.parametrize("person", applicants(), ids=lambda person: person.opening)
def test_an_applicant_answers_whatever_may_be_asked(person: Applicant) -> None:
    """An opening that was not understood in full is asked about again."""
    assert set(person.answers) == set(FIELDS)
