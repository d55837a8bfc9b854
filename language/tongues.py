"""In which language a message is written, where it is plain."""

import re

from contract.texts import Language

HAN = re.compile(r"[\u3400-\u9fff]")
WORD = re.compile(r"[a-z']{2,}", re.IGNORECASE)
# Fewer are a name, an abbreviation or a word that both use: "OK", "APR".
FEWEST_HAN, FEWEST_WORDS = 4, 4


def plainly_written_in(text: str) -> Language | None:
    """None for short words, figures, and what mixes both."""
    han, words = len(HAN.findall(text)), len(WORD.findall(text))
    if han >= FEWEST_HAN and han > 2 * words:
        return "zh"
    return "en" if words >= FEWEST_WORDS and han == 0 else None
