"""Where embeddings come from: the packages, a folder, or a hub."""

from pathlib import Path

from servicekit.outgoing import check_address

PACKAGED = "packaged"
HUB = "https://huggingface.co"


def check_source(name: str) -> None:
    """`packaged`, a model's folder, or its name at the hub. Raises `HostRefused` where the hub may not be called."""
    if name != PACKAGED and not Path(name).is_dir():
        check_address(HUB)
