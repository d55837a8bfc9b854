"""`python -m contract generate`: write what the dialogue (Python 3.10) and the web clients read of the contract."""

import argparse
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, get_args

from contract.dialogue import LONGEST_TEXT, MOST_CLAUSES, AcceptanceVerdict
from contract.lending.documents import DocumentKind
from contract.lending.payments import ON_ITS_WAY
from contract.situation import SITUATIONS
from contract.texts import LANGUAGES

ROOT = Path(__file__).parents[1]
FOR_DIALOGUE = ROOT / "assistant" / "dialogue" / "contract.json"
FOR_WEB = ROOT / "mobile_api" / "web" / "static" / "js" / "shared" / "contract.js"


def for_dialogue() -> str:
    held = {
        "languages": list(LANGUAGES),
        "longest_text": LONGEST_TEXT,
        "most_clauses": MOST_CLAUSES,
        "acceptance_verdicts": list(get_args(AcceptanceVerdict)),
        "situations": list(SITUATIONS),
    }
    return json.dumps(held, ensure_ascii=False, indent=2) + "\n"


def for_web() -> str:
    held: Mapping[str, Any] = {
        "LONGEST_TEXT": LONGEST_TEXT,
        "DOCUMENT_KINDS": list(get_args(DocumentKind)),
        "PAYMENT_ON_ITS_WAY": sorted(ON_ITS_WAY),
    }
    head = "// Written by `python -m contract generate` from the package `contract`.\n"
    return head + "".join(f"export const {name} = {json.dumps(value)};\n" for name, value in held.items())


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m contract", description=__doc__)
    parser.add_subparsers(dest="verb", required=True).add_parser("generate")
    parser.parse_args()
    FOR_DIALOGUE.write_text(for_dialogue())
    FOR_WEB.write_text(for_web())


if __name__ == "__main__":
    main()
