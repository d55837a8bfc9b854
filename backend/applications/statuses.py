"""The statuses that allow the same."""

from contract.lending.applications import Status

OPEN_OFFER: frozenset[Status] = frozenset({"approved", "counter_offered"})
WITHDRAWABLE: frozenset[Status] = OPEN_OFFER | {"draft", "referred"}
REVIEWABLE: frozenset[Status] = OPEN_OFFER | {"declined"}
