"""`python -m runner backup DIR | restore DIR [--to VAR]`: copies of all databases, and their way back.

Both work on the system in `var/`, or in the folder that `LOANTALK_VAR` names, with the settings of the environment. A backup is
written while the system runs. A restore wants empty databases and nothing that runs; with `--to` it makes a second system,
for which development's secrets.json has to be in VAR. Keys are in no backup.
"""

import argparse
import os
import sys
from collections.abc import Mapping
from pathlib import Path

from contract.dates import system_clock
from runner.alone import alone_in
from runner.backup import back_up
from runner.manifest import PARTS
from runner.restore import restore
from runner.settings import settings_at
from servicekit.commands import MISCONFIGURED, tell
from servicekit.development import var_folder
from servicekit.settings import CannotStart, SettingsInvalid


def main(words: list[str] | None = None) -> int:
    arguments = parse(words)
    os.umask(0o077)
    try:
        if arguments.verb == "backup":
            manifest = back_up(settings_at(var_folder().resolve(), os.environ), arguments.folder, system_clock, tell)
            print(f"Backed up as of {manifest.begun_at.isoformat(timespec='seconds')} in {arguments.folder}.")
        else:
            put_back(arguments)
    except CannotStart as reason:
        tell(str(reason))
        return MISCONFIGURED
    return 0


def parse(words: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m runner", description=__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True)
    for verb, about in (("backup", "copy all databases into DIR, which is new"), ("restore", "put them back")):
        verbs.add_parser(verb, help=about).add_argument("folder", metavar="DIR", type=Path)
    restoring = verbs.choices["restore"]
    restoring.add_argument(
        "--to", metavar="VAR", type=Path, help="the folder of the system; default as for every command"
    )
    restoring.add_argument("--only", action="append", choices=PARTS, default=[], help="this part; may be repeated")
    restoring.add_argument("--acts", metavar="FILE", type=Path, help="the lasting acts; default the system's own file")
    return parser.parse_args(words)


def put_back(arguments: argparse.Namespace) -> None:
    var = (arguments.to or var_folder()).resolve()
    with alone_in(var):
        settings = settings_at(var, os.environ)
        acts = arguments.acts or lasting_acts(settings)
        manifest = restore(arguments.folder, settings, acts, system_clock(), tell, arguments.only)
    print(
        f"As of {manifest.begun_at.isoformat(timespec='seconds')}; what came after it is not there. Ready to start in {var}."
    )


def lasting_acts(settings: Mapping[str, str]) -> Path:
    """The file of both services. Raises `SettingsInvalid` where each has one of its own: half of the acts would come back."""
    files = [settings[f"{service}_LASTING_ACTS"] for service in ("BACKEND", "MOBILE")]
    if len({Path(file).resolve() for file in files}) > 1:
        raise SettingsInvalid(
            f"BACKEND_LASTING_ACTS is {files[0]} and MOBILE_LASTING_ACTS is {files[1]}: put all lines into one file, the"
            " oldest first, and name it in both, or in --acts."
        )
    return Path(files[0])


if __name__ == "__main__":
    sys.exit(main())
