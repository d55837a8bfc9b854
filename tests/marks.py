"""What of a test is left to `make test-all`: cases of it, or examples of a property."""

import os
from typing import Any

import pytest

# Set by `make test`, which tries a property with fewer examples.
FEW_EXAMPLES = os.environ.get("TEST_EXAMPLES") == "few"


def slow(*values: Any) -> list[Any]:
    """Cases that repeat what others of the same test show, to be put behind those: `["zh", *slow("en")]`."""
    return [
        pytest.param(*(value if isinstance(value, tuple) else (value,)), marks=pytest.mark.slow) for value in values
    ]
