"""From words to the sounds that Kokoro was taught, in its own alphabet (that of misaki 0.7, its makers' package)."""

import logging
import re
from collections.abc import Callable
from pathlib import Path

import jieba
from misaki.zh import ZHG2P

from speech.voices.pronunciations import pinyin

# espeak's phonemes of a text without punctuation.
Pronounce = Callable[[str], str]

HAN = "\u4e00-\u9fff"
# Han characters alternate with all else.
RUNS = re.compile(f"[{HAN}]+|[^{HAN}]+")
# Kept as they are: Kokoro pauses and ends a sentence by them. Not the signs within "1.5", "12,000" and "14:30".
PUNCTUATION = re.compile(r"([.,!?;:]+(?=\s|$)|[—…\"“”()]+)")

# espeak's signs, and Kokoro's for the same American sound; longer ones first.
AMERICAN = (
    ("ʔˌn\u0329", "ʔn"), ("ʔn\u0329", "ʔn"), ("a^ɪ", "I"), ("a^ʊ", "W"), ("d^ʒ", "ʤ"), ("e^ɪ", "A"), ("t^ʃ", "ʧ"),
    ("ɔ^ɪ", "Y"), ("ə^l", "ᵊl"), ("o^ʊ", "O"), ("ʲo", "jo"), ("ʲə", "jə"), ("ʲ", ""), ("e", "A"), ("ɚ", "əɹ"), ("r", "ɹ"),
    ("x", "k"), ("ç", "k"), ("ɐ", "ə"), ("ɬ", "l"), ("\u0303", ""), ("ɜːɹ", "ɜɹ"), ("ɜː", "ɜɹ"), ("ɪə", "iə"), ("ː", ""),
    ("o", "ɔ"), ("ɾ", "T"), ("ʔ", "t"), ("^", ""),
)  # fmt: skip
SYLLABIC = re.compile("(\\S)\u0329")
SYLLABLE_MARK = "\u032f"

# It tells how it loads its dictionary.
jieba.setLogLevel(logging.WARNING)


def load_dictionary(folder: Path) -> None:
    """Compiled once, into `folder`. By itself jieba does so in the machine's temporary folder, where others could plant one."""
    jieba.dt.tmp_dir = str(folder)
    jieba.initialize()


def phonemes(text: str, pronounce: Pronounce) -> str:
    """Chinese characters are read as Chinese, and letters and digits as English; so a text's figures are put in words before."""
    text = ZHG2P.map_punctuation(text)
    runs = (_chinese(run) if re.match(f"[{HAN}]", run) else english(run, pronounce) for run in RUNS.findall(text))
    return " ".join(" ".join(runs).split())


def english(text: str, pronounce: Pronounce) -> str:
    """What is punctuation alone passes through."""
    parts = (part if PUNCTUATION.fullmatch(part) else _american(part, pronounce) for part in PUNCTUATION.split(text))
    # A mark belongs to the word before it.
    return re.sub(r"\s+(?=[.,!?;:…])", "", " ".join(part for part in parts if part))


def _american(text: str, pronounce: Pronounce) -> str:
    if not any(sign.isalnum() for sign in text):
        return ""
    sounds = pronounce(text)
    for theirs, ours in AMERICAN:
        sounds = sounds.replace(theirs, ours)
    return SYLLABIC.sub("ᵊ\\1", sounds)


def _chinese(text: str) -> str:
    words = pinyin(jieba.lcut(text))
    return " ".join("".join(map(ZHG2P.py2ipa, word)) for word in words).replace(SYLLABLE_MARK, "")
