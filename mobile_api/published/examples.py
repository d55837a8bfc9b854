"""What a call looks like: examples by operation, from `examples.json`. Figures are a real backend's; nobody's data is in them."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PROBLEM = {
    "type": "about:blank",
    "title": "The request does not have the expected form.",
    "status": 422,
    "code": "invalid_request",
    "data": {"fields": [{"at": "body.term_months", "error": "missing"}]},
}


@dataclass(frozen=True, slots=True)
class Example:
    """A body and its answer; None where there is none, or none is shown."""

    request: Any = None
    answer: Any = None


EXAMPLES: dict[str, Example] = {
    call: Example(**shown)
    for call, shown in json.loads(Path(__file__).with_name("examples.json").read_text("utf-8")).items()
}
