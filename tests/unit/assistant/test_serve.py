"""What the Rasa server is given."""

import pytest

from assistant.serve import server_environment


@pytest.mark.parametrize(
    ("environment", "kept"), [({"LOANTALK_ENV": "development"}, "here"), ({"LOANTALK_ENV": "production"}, ""), ({}, "")]
)
def test_vectors_of_what_is_said_are_kept_in_development_alone(environment: dict[str, str], kept: str) -> None:
    given = server_environment({**environment, "DIALOGUE_TEST_VECTORS_DIR": "here"})
    assert given["DIALOGUE_TEST_VECTORS_DIR"] == kept
