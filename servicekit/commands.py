"""How every `python -m …` of ours begins and ends."""

import os
import sys
from collections.abc import Callable

from servicekit.development import adopt_settings, check_not_developments, var_folder
from servicekit.settings import CannotStart, Kind, SettingsInvalid, environment_name, names_of, unknown_settings

# EX_CONFIG of sysexits.h: the supervisor does not try such a start again.
MISCONFIGURED = 78
NO_SUCH_FILE = 2
MADE_BY_RUN = "(`make run` makes development's settings, once, in var/.)"


def run_command(main: Callable[[], int | None], settings: Kind) -> None:
    """Run `main` with development's settings at hand and end the process.

    What somebody has to mend is said in one sentence, as is a file that was named and is not there. `settings` holds every
    setting under its prefix, whether this command reads it or not.
    """
    # Under `run.py`, which has said it already, each of seven processes would say it again.
    if "LOANTALK_RUN" not in os.environ and (sentence := unknown_settings(os.environ, [settings])):
        tell(sentence)
    try:
        adopt_settings(names_of(settings).values())
        if environment_name() == "production":
            check_not_developments(var_folder(), os.environ)
        code = main()
    except CannotStart as reason:
        unnamed = isinstance(reason, SettingsInvalid) and "LOANTALK_ENV" not in os.environ
        tell(f"{reason} {MADE_BY_RUN}" if unnamed else str(reason))
        code = MISCONFIGURED
    except FileNotFoundError as error:
        if str(error.filename) not in sys.argv:
            raise
        tell(f"There is no file {error.filename}.")
        code = NO_SUCH_FILE
    sys.exit(code)


def tell(sentence: str) -> None:
    sys.stderr.write(sentence + "\n")
    sys.stderr.flush()
