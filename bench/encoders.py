"""What the dense featurizers cost: CPU a sentence of each encoder, over the tuning sentences."""

import time
from collections.abc import Sequence

from assistant.dialogue.components.vectors import ENCODERS, Encoder
from assistant.evaluate import TUNING, read_rows

SENTENCES = 200
HEAD = ("encoder", "numbers", "CPU ms a sentence")


def measure() -> list[tuple[object, ...]]:
    texts = [row["text"] for row in read_rows(TUNING)][:SENTENCES]
    costs = {name: cpu_ms(make(), texts) for name, make in ENCODERS.items()}
    rows: list[tuple[object, ...]] = [(name, ENCODERS[name].width, f"{cost:.1f}") for name, cost in costs.items()]
    return [*rows, ("together", "", f"{sum(costs.values()):.1f}")]


def cpu_ms(encoder: Encoder, texts: Sequence[str]) -> float:
    """One sentence at a time, as in a conversation."""
    encoder.encode(list(texts[:1]))
    started = time.process_time()
    for text in texts:
        encoder.encode([text])
    return (time.process_time() - started) / len(texts) * 1000
