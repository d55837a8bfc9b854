"""Settings as every process reads them: what is wrong with them is said in one sentence, and a misspelt name is named."""

import difflib
import os
import re
from collections.abc import Collection, Iterator, Mapping
from typing import TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, EnvSettingsSource, SettingsError

Kind = type[BaseSettings]
Read = TypeVar("Read", bound=BaseSettings)

ENVIRONMENTS = ("development", "production")
# Read without a settings class: by `run.py`, by commands that talk to a running system, by the tests.
COMMON_NAMES = frozenset(
    {
        "LOANTALK_ENV",
        "LOANTALK_VAR",
        "LOANTALK_RUN",
        "LOANTALK_STATE",
        "LOANTALK_PULSE",
        "LOANTALK_URL",
        "LOANTALK_SHARED_DATA",
        "LOANTALK_MAINLAND",
        "LOANTALK_MAINLAND_HOSTS",
    }
)


class CannotStart(Exception):
    """Somebody has to mend something first. The text is a sentence for them that says what."""


def in_one_line(error: ValidationError) -> str:
    """What is wrong in a file of ours, without the values."""
    return "; ".join(f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors())


class SettingsInvalid(CannotStart):
    """The text names each setting that is missing or wrong, never its value, which may be secret."""


def read_settings(kind: type[Read], environment: Mapping[str, str] = os.environ) -> Read:
    """Raises `SettingsInvalid`."""
    source = EnvSettingsSource(kind)
    source.env_vars = {name.lower(): value for name, value in environment.items()}
    try:
        return kind(**source())
    except SettingsError as error:
        raise SettingsInvalid(_unreadable(kind, error)) from error
    except ValidationError as error:
        raise SettingsInvalid(_sentence(kind, error)) from error


def environment_name(environment: Mapping[str, str] = os.environ) -> str:
    """`LOANTALK_ENV`, "" when it is not set. Raises `SettingsInvalid` for a name that is not one of ours."""
    name = environment.get("LOANTALK_ENV", "")
    if name and name not in ENVIRONMENTS:
        raise SettingsInvalid(f"LOANTALK_ENV is {name!r}; it may be {' or '.join(ENVIRONMENTS)}.")
    return name


def names_of(kind: Kind) -> dict[str, str]:
    """By field, the name in the environment."""
    prefix = kind.model_config["env_prefix"]
    return {
        field: str(info.validation_alias or f"{prefix}{field.upper()}") for field, info in kind.model_fields.items()
    }


def unknown_settings(environment: Collection[str], kinds: Collection[Kind]) -> str | None:
    """A sentence that names what is set under our prefixes and nobody reads, with what may have been meant."""
    known = COMMON_NAMES.union(*(names_of(kind).values() for kind in kinds))
    prefixes = ("LOANTALK_", *(kind.model_config["env_prefix"] for kind in kinds))
    unknown = sorted(name for name in environment if name.startswith(prefixes) and name not in known)
    return f"Not a setting of ours, and not read: {', '.join(_with_guess(unknown, known))}." if unknown else None


def _with_guess(unknown: Collection[str], known: Collection[str]) -> Iterator[str]:
    for name in unknown:
        near = difflib.get_close_matches(name, known, n=1, cutoff=0.85)
        yield f"{name} (meant: {near[0]}?)" if near else name


def _sentence(kind: Kind, error: ValidationError) -> str:
    missing = [_name(kind, one) for one in error.errors() if one["type"] == "missing"]
    wrong = [_wrong(kind, one) for one in error.errors() if one["type"] != "missing"]
    return "; ".join([*([f"Not set: {', '.join(missing)}"] if missing else []), *wrong]) + "."


def _wrong(kind: Kind, one: ErrorDetails) -> str:
    what = one["msg"].removeprefix("Value error, ")
    # A rule about several settings names them itself.
    return f"{_name(kind, one)}: {what[0].lower()}{what[1:]}" if one["loc"] else what


def _name(kind: Kind, one: ErrorDetails) -> str:
    names = names_of(kind)
    field, *inside = map(str, one["loc"])
    return ".".join([names.get(field, field), *inside])


def _unreadable(kind: Kind, error: SettingsError) -> str:
    field = re.search(r'field "(\w+)"', str(error))
    return f"{names_of(kind)[field[1]] if field else 'A setting'}: is not JSON."
