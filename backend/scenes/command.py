"""`python -m backend scene NAME --borrower ID`: plant a named scene in the development database; `--lines` many.

The running system may go on meanwhile: every act is one transaction of the kind it makes itself. With `--lines` each line of
standard input is `{"scene", "borrower", "language"?}`, answered by one line: the names again, or `{"problem"}`.
"""

import argparse
import json
import sys
from collections.abc import Iterable

from pydantic import BaseModel, Field, ValidationError

from backend.app import build_app, load_models
from backend.edge import Parts
from backend.payments.sandbox import SandboxBook
from backend.scenes.errors import SceneRefused
from backend.scenes.plays import play
from backend.scenes.stage import Stage
from backend.settings import Settings
from contract.texts import Language
from servicekit.problems import Problem
from servicekit.settings import read_settings


class Wanted(BaseModel):
    """`borrower` is the id that the gateway gave."""

    scene: str
    borrower: str = Field(min_length=1, max_length=100, pattern=r"^[A-Za-z0-9_.:-]+$")
    language: Language = "zh"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("scene", nargs="?", metavar="NAME")
    parser.add_argument("--borrower", metavar="ID", help="the gateway's id; has no application and no loan yet")
    parser.add_argument("--language", choices=("zh", "en"), default="zh")
    parser.add_argument("--lines", action="store_true", help="read JSON lines from standard input instead")


def run(options: argparse.Namespace) -> int:
    """0 when everything was planted."""
    settings = read_settings(Settings)
    if settings.environment != "development":
        sys.stderr.write("Scenes are planted in development only.\n")
        return 2
    if not options.lines and not (options.scene and options.borrower):
        sys.stderr.write("Give a scene and --borrower, or --lines.\n")
        return 2
    parts: Parts = build_app(settings, load_models(settings)).state.parts
    book = SandboxBook(settings.sandbox_book)
    one = json.dumps({"scene": options.scene, "borrower": options.borrower, "language": options.language})
    try:
        return plant_all(sys.stdin if options.lines else [one], parts, book)
    finally:
        parts.database.close()


def plant_all(lines: Iterable[str], parts: Parts, book: SandboxBook) -> int:
    code = 0
    for line in lines:
        answer = plant(line, parts, book)
        sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")
        sys.stdout.flush()
        code = code or int("problem" in answer)
    return code


def plant(line: str, parts: Parts, book: SandboxBook) -> dict[str, str]:
    try:
        wanted = Wanted.model_validate_json(line)
        play(wanted.scene, Stage(parts, book, wanted.borrower, wanted.language))
    except ValidationError as error:
        return {"problem": f"This is no order for a scene: {error.errors()[0]['msg']}."}
    except SceneRefused as refused:
        return {"problem": str(refused)}
    except Problem as problem:
        return {"problem": f"The backend refused: {problem.code}."}
    return wanted.model_dump()
