"""Which of Whisper's tokens are looked for: not digits, and for a narrow question once more those of its answers alone."""

import re
from collections.abc import Iterable

from faster_whisper import WhisperModel

# "Verbatim" means that numbers stay words; the signs are what Whisper falls back on when digits are barred. ASCII
# only: in this vocabulary other signs stand for bytes, which Chinese characters are made of.
NUMERALS = re.compile("[0-9$%]")
# Ordinary text comes first in the vocabulary, the control tokens after it.
FIRST_CONTROL_TOKEN = 50_257
MARKS = (".", ",", "。", "，")


def numeral_tokens(model: WhisperModel) -> list[int]:
    vocabulary: dict[str, int] = model.hf_tokenizer.get_vocab()
    return [id_ for token, id_ in vocabulary.items() if id_ < FIRST_CONTROL_TOKEN and NUMERALS.search(token)]


def tokens_without(model: WhisperModel, words: Iterable[str]) -> list[int]:
    """All tokens of ordinary text but those that these words are written with, at the beginning or within a sentence."""
    written = [*MARKS, *(f"{space}{word}" for one in words for word in (one, one.capitalize()) for space in ("", " "))]
    kept = {id_ for text in written for id_ in model.hf_tokenizer.encode(text, add_special_tokens=False).ids}
    return [id_ for id_ in range(FIRST_CONTROL_TOKEN) if id_ not in kept]
