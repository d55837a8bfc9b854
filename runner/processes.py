"""The seven processes: what starts each, and how it is known to be ready and alive."""

import sys
from collections.abc import Mapping
from pathlib import Path

from runner.ports import Address
from runner.supervisor import Process


def processes(settings: Mapping[str, str], at: Mapping[str, Address]) -> list[Process]:
    """Each with the settings of its own package and no other's."""
    var = Path(settings["LOANTALK_VAR"])

    def of(*prefixes: str) -> dict[str, str]:
        return {name: value for name, value in settings.items() if name.startswith((*prefixes, "LOANTALK_"))}

    def url(name: str, path: str) -> str:
        return f"{at[name].url}{path}"

    backend, mobile = of("BACKEND_"), of("MOBILE_")
    return [
        Process(
            "backend", module("backend", "serve"), backend, (), url("backend", "/readyz"), url("backend", "/healthz")
        ),
        Process("backend-worker", module("backend", "work"), backend, ("backend",), pulse=var / "backend-worker.pulse"),
        Process(
            "speech", module("speech", "serve"), of("SPEECH_"), (), url("speech", "/healthz"), url("speech", "/healthz")
        ),
        Process(
            "actions",
            module("assistant.actions"),
            of("ACTIONS_"),
            ("backend",),
            url("actions", "/healthz"),
            url("actions", "/healthz"),
        ),
        Process(
            "dialogue",
            module("assistant.serve"),
            of("DIALOGUE_", "TRACKER_", "ACTIONS_SERVICE_KEY"),
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
