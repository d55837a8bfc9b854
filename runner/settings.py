"""Every process's settings: what the environment says, else what development makes up. What is wrong is said before
anything starts.
"""

import base64
import json
import secrets
from collections.abc import Mapping, MutableMapping
from pathlib import Path

from assistant.actions.settings import Settings as ActionsSettings
from assistant.settings import DialogueSettings
from backend.settings import TOLD, WorkerSettings
from backend.settings import Settings as BackendSettings
from mobile_api.settings import Settings as MobileSettings
from runner.doors import shared_by_doors
from runner.ports import Address, addresses
from servicekit import development
from servicekit.development import check_not_developments, kept, write_private
from servicekit.settings import Kind, SettingsInvalid, environment_name, names_of, read_settings
from speech.settings import Settings as SpeechSettings

KINDS: tuple[Kind, ...] = (
    BackendSettings,
    WorkerSettings,
    MobileSettings,
    SpeechSettings,
    ActionsSettings,
    DialogueSettings,
)
PREFIXES = ("LOANTALK_ENV", "LOANTALK_MAINLAND", "BACKEND_", "MOBILE_", "SPEECH_", "ACTIONS_", "DIALOGUE_", "TRACKER_")


def new_secrets() -> dict[str, str]:
    mobile, actions = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
    dialogue, speech, signing = secrets.token_urlsafe(32), secrets.token_urlsafe(32), secrets.token_urlsafe(32)
    return {
        "BACKEND_SERVICE_KEYS": json.dumps({"mobile_api": mobile, "actions": actions}),
        "BACKEND_PROVIDER_SECRET": secrets.token_urlsafe(32),
        "BACKEND_LEDGER_SIGNING_KEY": base64.b64encode(secrets.token_bytes(32)).decode(),
        "BACKEND_IDENTITY_SECRET": secrets.token_urlsafe(32),
        "BACKEND_DOCUMENTS_KEY": base64.b64encode(secrets.token_bytes(32)).decode(),
        "BACKEND_FIELDS_KEY": base64.b64encode(secrets.token_bytes(32)).decode(),
        "BACKEND_SIGNING_SECRET": signing,
        "MOBILE_SIGNING_SECRET": signing,
        "MOBILE_TOKEN_SECRET": secrets.token_urlsafe(32),
        "MOBILE_FIELDS_KEY": base64.b64encode(secrets.token_bytes(32)).decode(),
        "MOBILE_BACKEND_KEY": mobile,
        "MOBILE_DIALOGUE_KEY": dialogue,
        "MOBILE_SPEECH_KEY": speech,
        "SPEECH_SERVICE_KEY": speech,
        "ACTIONS_BACKEND_KEY": actions,
        "ACTIONS_SERVICE_KEY": secrets.token_urlsafe(32),
        "DIALOGUE_CHANNEL_KEY": dialogue,
    }


SECRETS = tuple(new_secrets())
# Development makes up the first; the lender is made up in `backend/settings.py`.
NEEDED_IN_PRODUCTION = (*SECRETS, *(f"BACKEND_{name.upper()}" for name in TOLD))
# While a secret is replaced its door takes the one before as well.
PREVIOUS = tuple(
    dict.fromkeys(name for kind in KINDS for name in names_of(kind).values() if name.endswith("_PREVIOUS"))
)
# What the one says the other is told, where nothing else is said of it.
ALIKE = {"BACKEND_STAFF_HOURS": "MOBILE_STAFF_HOURS", "MOBILE_LASTING_ACTS": "BACKEND_LASTING_ACTS"}
# Whoever tries the system from here may say to be many: played borrowers come from addresses of their own.
OF_DEVELOPMENT = {"MOBILE_TRUSTED_PROXIES": "127.0.0.1"}
# No less secrets, but nobody has to have them.
ALL_SECRETS = (
    *SECRETS,
    "MOBILE_OPERATOR_KEY",
    "MOBILE_SMS_KEY",
    "MOBILE_CALL_KEY",
    "MOBILE_MAIL_PASSWORD",
    "BACKEND_PROVIDER_SIGNING_KEY",
    *PREVIOUS,
)


def all_settings(var: Path, at: Mapping[str, Address], environment: Mapping[str, str]) -> dict[str, str]:
    """Outside development no secret and no lender is invented. Raises `SettingsInvalid`.

    In development `var` keeps them for the commands beside the system.
    """
    given = {name: value for name, value in environment.items() if name.startswith(PREFIXES)}
    named = {"LOANTALK_ENV": environment_name(environment) or "development"}
    # Where the servers listen has been decided; what the environment says of it was heard then.
    settings = {**places(var, at), **alike(given), **given, **listening(at), **named}
    if settings["LOANTALK_ENV"] == "production":
        if missing := [name for name in NEEDED_IN_PRODUCTION if name not in settings]:
            raise SettingsInvalid(f"Not set: {', '.join(missing)}.")
        check(settings)
        check_not_developments(var, settings)
        return {**settings, "LOANTALK_VAR": str(var)}
    made = development_secrets(var)
    settings = {**OF_DEVELOPMENT, **settings}
    check({**made, **settings})
    write_private(var / development.SETTINGS, settings)
    return {**made, **settings, "LOANTALK_VAR": str(var)}


def settings_at(var: Path, environment: Mapping[str, str]) -> dict[str, str]:
    """For a command on the system in `var`: as it was started there in development, else as the environment says.

    Raises `SettingsInvalid`.
    """
    known: MutableMapping[str, str] = {**environment, "LOANTALK_VAR": str(var)}
    development.adopt_settings({name for kind in KINDS for name in names_of(kind).values()}, known)
    if not environment_name(known):
        raise SettingsInvalid(f"LOANTALK_ENV is not set, and {var} holds no secrets of a development system.")
    given = {name: value for name, value in known.items() if name.startswith(PREFIXES)}
    return {**places(var, addresses(None, {})), **alike(given), **given}


def without_ours(environment: Mapping[str, str]) -> dict[str, str]:
    """What is no setting of ours: each process is given those of its own package, and no other's secrets."""
    return {name: value for name, value in environment.items() if not name.startswith(PREFIXES)}


def check(settings: Mapping[str, str]) -> None:
    """Raises `SettingsInvalid`, with all that is wrong."""
    wrong = []
    for kind in KINDS:
        try:
            read_settings(kind, {name: settings[name] for name in names_of(kind).values() if name in settings})
        except SettingsInvalid as error:
            wrong.append(str(error))
    if not wrong and (equal := shared_by_doors(settings, ALL_SECRETS)):
        wrong.append(equal)
    if wrong:
        # What two processes read is said once.
        raise SettingsInvalid(" ".join(dict.fromkeys(wrong)))


def places(var: Path, at: Mapping[str, Address]) -> dict[str, str]:
    """Where each finds the others, and the database files."""
    return {
        "BACKEND_URL": at["backend"].url,
        "BACKEND_DATABASE_URL": f"sqlite:///{var / 'backend.db'}",
        "BACKEND_SANDBOX_BOOK": str(var / "sandbox-provider.db"),
        "BACKEND_LASTING_ACTS": str(var / "lasting-acts.jsonl"),
        "MOBILE_LASTING_ACTS": str(var / "lasting-acts.jsonl"),
        "MOBILE_DATABASE_URL": f"sqlite:///{var / 'mobile.db'}",
        "MOBILE_BACKEND_URL": at["backend"].url,
        "MOBILE_DIALOGUE_URL": at["dialogue"].url,
        "MOBILE_SPEECH_URL": at["speech"].url,
        "ACTIONS_BACKEND_URL": at["backend"].url,
        "DIALOGUE_ACTIONS_URL": at["actions"].url,
        "TRACKER_DATABASE_URL": f"sqlite:///{var / 'tracker.db'}",
    }


def alike(given: Mapping[str, str]) -> dict[str, str]:
    """What two services are told of the same thing."""
    return {name: given[same] for name, same in ALIKE.items() if same in given}


def listening(at: Mapping[str, Address]) -> dict[str, str]:
    return {f"{name.upper()}_PORT": str(address.port) for name, address in at.items()}


def development_secrets(var: Path) -> dict[str, str]:
    """Secrets for both ends of each door; made once and kept, readable by this user alone."""
    held = kept(var / development.SECRETS)
    if set(SECRETS) - held.keys():
        held = {**new_secrets(), **held}
        write_private(var / development.SECRETS, held)
    return held
