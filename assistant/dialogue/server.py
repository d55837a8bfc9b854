"""Rasa's own command, without the notices of other people's deprecations.

Importing Sanic turns those of every library on, whatever Python was told; ours and every other kind of warning stay on.
"""

import logging
import warnings

import jieba
import sanic.app  # noqa: F401 - turns the notices on, so that they can be turned off for good


def main() -> None:
    warnings.filterwarnings("ignore", category=DeprecationWarning)
    warnings.filterwarnings("default", category=DeprecationWarning, module="components")
    # It tells of its dictionary at every start.
    jieba.setLogLevel(logging.WARNING)
    # The notices of its parser count as warnings to users too, which Rasa turns on; Rasa imports it anyway.
    import matplotlib  # noqa: F401
    from rasa.__main__ import main as rasa

    rasa()


if __name__ == "__main__":
    main()
