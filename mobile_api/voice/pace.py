"""How far sound runs ahead of the time it takes to speak it. Pure: `now` is in seconds, of one clock."""

# 16 kHz int16 mono. Compressed sound has no such measure.
BYTES_A_SECOND = 32_000


class Pace:
    """Of one stream of samples. Time in which no sound comes is not saved up."""

    def __init__(self, most_ahead: float, now: float, finish_costs: float = 0.0) -> None:
        """`most_ahead`: so many seconds of sound may come before they can have been spoken. `finish_costs`: so much of them
        does it cost to end an utterance without its pause."""
        self.most_ahead = most_ahead
        self._finish_costs = finish_costs
        self._spoken_by = now

    def hear(self, size: int, now: float) -> None:
        """Samples of so many bytes came."""
        self._spoken_by = max(self._spoken_by, now) + size / BYTES_A_SECOND

    def finish(self, now: float) -> None:
        self._spoken_by = max(self._spoken_by, now) + self._finish_costs

    def ahead(self, now: float) -> float:
        """By how many seconds."""
        return max(0.0, self._spoken_by - now)

    def is_kept(self, now: float) -> bool:
        return self.ahead(now) <= self.most_ahead
