"""Words that a recogniser may have from what it was shown, not from the sound. Pure."""

import re

BETWEEN = re.compile(r"[\W_]+")


def repeats(text: str, shown: str) -> bool:
    """Whether each clause of the text stands in what was shown; of empty text nothing does."""
    letters = BETWEEN.sub("", shown.lower())
    clauses = [clause for clause in BETWEEN.split(text.lower()) if clause]
    return bool(clauses) and all(clause in letters for clause in clauses)
