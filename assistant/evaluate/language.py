"""In which language a text is written: by what most of it is. Pure."""

import re

from contract.texts import Language

HAN, LATIN = re.compile(r"[\u4e00-\u9fff]"), re.compile(r"[A-Za-z]{2,}")
# A Chinese word has about two characters.
HAN_A_WORD = 2


def language_of(text: str) -> Language | None:
    """None for figures alone."""
    han, latin = len(HAN.findall(text)) / HAN_A_WORD, len(LATIN.findall(text))
    if not han and not latin:
        return None
    return "zh" if han >= latin else "en"
