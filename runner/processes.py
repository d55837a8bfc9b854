"""The seven processes: what starts each, and how it is known to be ready and alive."""

import sys
from collections.abc import Mapping
from pathlib import Path

from assistant.actions.settings import Settings as ActionsSettings
from assistant.settings import DialogueSettings
from backend.settings import Settings as BackendSettings
from backend.settings import WorkerSettings
from mobile_api.settings import Settings as MobileSettings
from runner.ports import Address
from runner.supervisor import Process
from servicekit.settings import COMMON_NAMES, Kind, names_of
from speech.settings import Settings as SpeechSettings


def processes(settings: Mapping[str, str], at: Mapping[str, Address]) -> list[Process]:
    """Each with the settings that it reads and no other's: what is stolen from one opens no door of another."""
    var = Path(settings["LOANTALK_VAR"])

    def of(kind: Kind) -> dict[str, str]:
        return {name: settings[name] for name in {*names_of(kind).values(), *COMMON_NAMES} if name in settings}

    def url(name: str, path: str) -> str:
        return f"{at[name].url}{path}"

    mobile = of(MobileSettings)
    return [
        Process(
            "backend",
            module("backend", "serve"),
            of(BackendSettings),
            (),
            url("backend", "/readyz"),
            url("backend", "/healthz"),
        ),
        Process(
            "backend-worker",
            module("backend", "work"),
            of(WorkerSettings),
            ("backend",),
            pulse=var / "backend-worker.pulse",
        ),
        Process(
            "speech",
            module("speech", "serve"),
            of(SpeechSettings),
            (),
            url("speech", "/healthz"),
            url("speech", "/healthz"),
        ),
        Process(
            "actions",
            module("assistant.actions"),
            of(ActionsSettings),
            ("backend",),
            url("actions", "/healthz"),
            url("actions", "/healthz"),
        ),
        Process(
            "dialogue",
            module("assistant.serve"),
            of(DialogueSettings),
            (),
            url("dialogue", "/webhooks/loantalk/ready"),
            url("dialogue", "/webhooks/loantalk/alive"),
        ),
        Process(
            "mobile-api",
            module("mobile_api", "serve"),
            mobile,
            ("backend", "actions", "dialogue", "speech"),
            url("mobile", "/readyz"),
            url("mobile", "/healthz"),
        ),
        Process(
            "mobile-worker", module("mobile_api", "work"), mobile, ("mobile-api",), pulse=var / "mobile-worker.pulse"
        ),
    ]


def module(*words: str) -> tuple[str, ...]:
    return (sys.executable, "-m", *words)
