"""`python -m assistant.train`: trains the dialogue model in its own environment; skipped when it is current."""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from assistant.model import (
    MODELS,
    PROJECT,
    VECTORS,
    ModelAltered,
    ModelMissing,
    checksum_path,
    config_file,
    current_model,
    file_checksum,
    model_path,
)
from assistant.turns import as_training_data

PYTHON = PROJECT / ".venv" / "bin" / "python"


def train(models: Path = MODELS) -> Path:
    """The current model, trained now if there is none, or none that is whole."""
    try:
        return current_model(models=models)
    except (ModelMissing, ModelAltered):
        target = model_path(models=models)
    sys.stderr.write("Training the dialogue model (about four minutes, and eleven more where no vectors are kept)…\n")
    models.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=models) as folder:
        _run_rasa(Path(folder))
        built = Path(folder) / "model.tar.gz"
        checksum_path(target).write_text(file_checksum(built) + "\n")
        built.replace(target)
    return target


def _run_rasa(folder: Path) -> None:
    """Rasa logs examples and stories when it trains; they are ours, so its output is kept for a failure alone."""
    turns = folder / "turns.json"
    turns.write_text(as_training_data(PROJECT / "data"))
    command: list[str | Path] = [
        PYTHON,
        "trainer.py",
        "--config",
        config_file(),
        "--domain",
        "domain",
        "--data",
        "data/nlu",
        "data/stories",
        turns,
        "--out",
        folder,
        "--fixed-model-name",
        "model",
    ]
    environment = {
        **os.environ,
        "RASA_TELEMETRY_ENABLED": "false",
        "PYTHONWARNINGS": "ignore",
        "DIALOGUE_VECTORS_DIR": str(VECTORS),
    }
    done = subprocess.run(  # noqa: S603 - our own command
        command, cwd=PROJECT, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    if done.returncode != 0:
        sys.stderr.write(done.stdout[-4000:])
        raise SystemExit(done.returncode)


def main() -> None:
    argparse.ArgumentParser(prog="python -m assistant.train", description=__doc__).parse_args()
    sys.stdout.write(f"{train()}\n")


if __name__ == "__main__":
    main()
