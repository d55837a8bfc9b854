"""Texts made plain before they are encoded, and the store of what was encoded."""

from pathlib import Path

import numpy as np
import pytest

from assistant.dialogue.components.vectors import LONGEST, clean, encode_stored


class Counting:
    """An encoder that remembers what it was asked."""

    name, width = "counting-1", 2

    def __init__(self) -> None:
        self.asked: list[str] = []

    def encode(self, texts: list[str]) -> np.ndarray:
        self.asked += texts
        return np.array([[len(text), 1] for text in texts], dtype=np.float32)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("３万\u3000元", "3万 元"),
        ("a\u202eb\u0000c", "a b c"),
        ("", "-"),
        ("\u200b\u200d", "-"),
        ("  two   words ", "two words"),
    ],
)
def test_invisible_marks_and_full_width_letters_are_made_plain(text: str, plain: str) -> None:
    assert clean(text) == plain


def test_a_very_long_text_is_cut() -> None:
    assert len(clean("字" * 20_000)) == LONGEST


def test_a_text_is_encoded_once_and_then_read_from_the_store(tmp_path: Path) -> None:
    encoder = Counting()
    first = encode_stored(encoder, ["one", "three", "one"], tmp_path)
    second = encode_stored(encoder, ["three", "one", "two"], tmp_path)
    assert encoder.asked == ["one", "three", "two"]
    assert first.tolist() == [[3, 1], [5, 1], [3, 1]]
    assert second[1].tolist() == [3, 1]


def test_a_damaged_store_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / "counting-1.npz").write_bytes(b"not an archive")
    assert encode_stored(Counting(), ["one"], tmp_path).tolist() == [[3, 1]]
    assert encode_stored(encoder := Counting(), ["one"], tmp_path).tolist() == [[3, 1]]
    assert encoder.asked == []


def test_without_a_folder_nothing_is_kept() -> None:
    assert encode_stored(Counting(), [], None).shape == (0, 2)
