"""The clauses of a message: 「十二个月。顺便问一句，能提前还吗？」 answers and asks. Pure."""

import re

from language.normal import normal

# A sentence ends; a Chinese writer who leaves out points puts blanks.
ENDS = re.compile(r"[。!?;…\n]+|(?<!\d)\.+(?=\s|$)|\.+(?=\s+[a-z]|$)|(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff\d])")
# Words that begin another matter, whatever stands before them.
BEGINS = re.compile(
    r"(?:[哦喔啊诶欸,]*(?:对了|另外|话说))?[,\s]*(?:我|想|还想|再|先|顺便|顺带|想再|还)*(?:顺便|顺带|(?:问|请教)(?:一[下句声]|下|句|问))"
    r"|[哦喔啊诶欸]?对了|另外(?=[,，])|话说|还有(?:一[点个件]|个[问事])"
    r"|[\s,]+(?:by the way|btw|(?:and |but |oh,? )?(?:also|one (?:more|other) (?:thing|question)|another (?:thing|question)|tell me|quick question|just wondering)\b"
    r"|(?:and|but),? (?:can|could|do|does|is|are|will|would|what|how|when|why|where|which)\b|eh\b)"
)
# Nothing but the word that something else comes: 「先问一句」.
INTRODUCES = re.compile(
    r"\W*(?:那|我|先|想|再|还|顺便|要)*问(?:一?[下句声]|问|个问题)\W*|\W*(?:one|quick|another) (?:more )?(?:thing|question)\W*"
)
# What says this little is no clause of its own, and belongs to what comes after it.
LEAST_LETTERS, LEAST_CHARACTERS = 4, 2
MOST = 8


def clauses(text: str) -> list[str]:
    """In order and in `normal` form; one alone where nothing divides the text, and where it falls into too many."""
    words = normal(text)
    cuts = sorted({match.end() for match in ENDS.finditer(words)} | {match.start() for match in BEGINS.finditer(words)})
    found: list[str] = []
    before = ""
    for start, end in zip([0, *cuts], [*cuts, len(words)], strict=True):
        part = before + words[start:end]
        before = ""
        if _says_little(part):
            before = part
        else:
            found.append(part)
    if before and found:
        found[-1] += before
    parts = [part.strip(" ,") for part in found]
    return parts if 0 < len(parts) <= MOST else [words]


def _says_little(part: str) -> bool:
    if INTRODUCES.fullmatch(part):
        return True
    letters = [char for char in part if char.isalnum()]
    chinese = any("\u4e00" <= char <= "\u9fff" for char in letters)
    if any(char.isdigit() for char in letters):
        return False
    return len(letters) < (LEAST_CHARACTERS if chinese else LEAST_LETTERS)
