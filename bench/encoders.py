"""`python -m bench.encoders`: what the dense featurizers cost: CPU a sentence of each encoder, over the tuning sentences."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence

from assistant.dialogue.components.vectors import ENCODERS, Encoder
from assistant.evaluate.nlu import TUNING, read_rows

SENTENCES = 200
HEAD = ("encoder", "numbers", "CPU ms a sentence")
# As in `assistant.serve`. A thread that spins while it waits would be counted, ten times over.
THREADS = {"OMP_NUM_THREADS": "1", "OMP_WAIT_POLICY": "passive"}


def measure() -> dict[str, float]:
    """CPU milliseconds a sentence by encoder, in a process that is set up as the dialogue server is."""
    command = [sys.executable, "-m", "bench.encoders"]
    done = subprocess.run(command, env={**os.environ, **THREADS}, check=True, stdout=subprocess.PIPE)
    return dict(json.loads(done.stdout))


def rows(costs: dict[str, float]) -> list[tuple[object, ...]]:
    lines: list[tuple[object, ...]] = [(name, ENCODERS[name].width, f"{cost:.1f}") for name, cost in costs.items()]
    return [*lines, ("together", "", f"{sum(costs.values()):.1f}")]


def cpu_ms(encoder: Encoder, texts: Sequence[str]) -> float:
    """One sentence at a time, as in a conversation."""
    encoder.encode(list(texts[:1]))
    started = time.process_time()
    for text in texts:
        encoder.encode([text])
    return (time.process_time() - started) / len(texts) * 1000


def main() -> None:
    texts = [row["text"] for row in read_rows(TUNING)][:SENTENCES]
    sys.stdout.write(json.dumps({name: cpu_ms(make(), texts) for name, make in ENCODERS.items()}))


if __name__ == "__main__":
    main()
