"""How sure a share or a mean is: 95 % intervals. Pure."""

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass

Z = 1.959963984540054
RESAMPLES, SEED = 2000, 42


@dataclass(frozen=True, slots=True)
class Interval:
    low: float
    high: float


def wilson(hits: int, count: int) -> Interval:
    """Wilson's interval of a share; everything is possible where nothing was counted."""
    if not count:
        return Interval(0.0, 1.0)
    share, spread = hits / count, Z * Z / count
    middle = share + spread / 2
    half = Z * math.sqrt(share * (1 - share) / count + spread / (4 * count))
    low, high = (middle - half) / (1 + spread), (middle + half) / (1 + spread)
    # Rounding must not leave a certain 0 or 1 outside.
    return Interval(0.0 if hits == 0 else low, 1.0 if hits == count else high)


def bootstrap_mean(values: Sequence[float]) -> Interval:
    """Percentiles of resampled means; the same values always give the same interval."""
    if not values:
        return Interval(math.nan, math.nan)
    draw = random.Random(SEED)  # noqa: S311 - a sample, not a secret
    means = sorted(math.fsum(draw.choices(values, k=len(values))) / len(values) for _ in range(RESAMPLES))
    return Interval(means[int(0.025 * RESAMPLES)], means[int(0.975 * RESAMPLES) - 1])
