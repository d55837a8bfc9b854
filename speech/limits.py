"""What a recording may be, for the service and its workers alike."""

SAMPLE_RATE = 16_000
"""Samples a second that recognisers hear."""
MAX_BYTES = 5 * 1024 * 1024
MAX_SECONDS = 60
