"""The module commands as a person types them beside a development system that `run.py` made."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pyotp
import pytest

from runner.ports import addresses
from runner.settings import PREFIXES, all_settings
from servicekit.development import held_settings
from tests.marks import slow
from tests.stack import ROOT

MISCONFIGURED = 78


def command(*words: str, var: Path, said: str = "", **settings: str) -> "subprocess.CompletedProcess[str]":
    clean = {name: value for name, value in os.environ.items() if not name.startswith((*PREFIXES, "LOANTALK_"))}
    done = subprocess.run(
        [sys.executable, "-m", *words],
        cwd=ROOT,
        env={**clean, "LOANTALK_VAR": str(var), **settings},
        input=said,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert "Traceback" not in done.stderr
    return done


@pytest.fixture
def development(tmp_path: Path) -> Path:
    """A folder as a first start leaves it; only the settings, no process ran."""
    all_settings(tmp_path, addresses(None, {}), {})
    return tmp_path


def test_staff_are_added_to_the_development_system_without_any_setting(development: Path) -> None:
    added = command("mobile_api", "staff", "add", "--name", "Li", "--username", "li", "--json", var=development)
    assert added.returncode == 0
    assert json.loads(added.stdout)["username"] == "li"
    assert (development / "mobile.db").is_file()


# Each command starts a Python anew: of the slow ones, `tests/unit/test_settings.py` reads the same settings in one.
@pytest.mark.slow
def test_development_shows_a_code_for_the_desk(development: Path) -> None:
    add = ("mobile_api", "staff", "add", "--name", "Li", "--username", "li", "--json")
    secret = json.loads(command(*add, var=development).stdout)["totp_secret"]
    asking = ("mobile_api", "staff", "code", "--username")
    shown = command(*asking, "li", var=development).stdout.strip()
    assert pyotp.TOTP(secret).verify(shown, valid_window=1)
    assert "no member of staff called wang" in command(*asking, "wang", var=development).stderr
    elsewhere = held_settings(development) | {"LOANTALK_ENV": "production"}
    refused = command(*asking, "li", var=development, **elsewhere)
    assert (refused.returncode, refused.stdout) == (MISCONFIGURED, "")


@pytest.mark.slow
def test_staff_are_listed_changed_and_stopped_by_name(development: Path) -> None:
    def staff(*words: str, **settings: str) -> "subprocess.CompletedProcess[str]":
        return command("mobile_api", "staff", *words, var=development, **settings)

    li = ("--username", "li")
    first = staff("add", "--name", "Li", *li)
    assert "otpauth://totp/Loantalk:li" in first.stdout
    # The QR code is drawn in half blocks.
    assert "▄" in first.stdout
    again = staff("add", "--name", "Li", *li)
    assert again.returncode == MISCONFIGURED
    assert again.stderr.startswith("There is a member of staff called li already")
    for words, said in (
        (("role", *li, "--role", "reviewer"), "li is reviewer now."),
        (("disable", *li), "li is disabled and signed out."),
        (("sign-out", *li), "li is signed out of 0 sessions."),
    ):
        assert staff(*words).stdout.strip() == said
    [listed] = json.loads(staff("list", "--json").stdout)
    assert (listed["role"], listed["disabled"]) == ("reviewer", True)
    assert staff("enable", *li).stdout.strip() == "li may sign in again."
    weak = command("mobile_api", "staff", "reset", *li, "--password-stdin", var=development, said="Password123!\n")
    assert weak.stderr.startswith("The password is too weak.")
    new = json.loads(staff("reset", *li, "--json").stdout)
    assert new["totp_secret"] not in first.stdout


def test_a_command_on_money_knows_the_providers_secret(development: Path) -> None:
    statement = development / "statement.csv"
    statement.write_text("not signed\n")
    words = ("backend.payments", "reconcile", "--file", str(statement), "--date", "2026-01-01")
    refused = command(*words, var=development)
    assert refused.returncode == 2
    assert "statement" in refused.stderr


@pytest.mark.slow
def test_without_a_development_system_what_is_missing_is_said(tmp_path: Path) -> None:
    for words in (("mobile_api", "serve"), ("assistant.actions",), ("assistant.serve",), ("speech", "serve")):
        refused = command(*words, var=tmp_path)
        assert (refused.returncode, refused.stderr[:8]) == (MISCONFIGURED, "Not set:"), words
        assert refused.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("words", "settings", "said"),
    [
        (
            ("assistant.actions",),
            {"ACTIONS_SERVICE_KEY": "short"},
            "ACTIONS_SERVICE_KEY: has fewer than 16 characters.",
        ),
        *slow(
            (
                ("backend", "serve"),
                {"BACKEND_DOCUMENTS_KEY": "abcdefghijklmnopqrstuvwx"},
                "BACKEND_DOCUMENTS_KEY is not the base64 of 32 bytes.",
            ),
            (
                ("backend", "work"),
                {"BACKEND_LEDGER_SIGNING_KEY": "this is no base64 at all?"},
                "BACKEND_LEDGER_SIGNING_KEY is not base64.",
            ),
            (("backend", "serve"), {"BACKEND_POLICY": "/nowhere"}, "BACKEND_POLICY: path does not point to a file."),
        ),
    ],
)
def test_what_a_process_cannot_start_with_is_said_in_a_sentence(
    words: tuple[str, ...], settings: dict[str, str], said: str, development: Path
) -> None:
    refused = command(*words, var=development, **{"LOANTALK_ENV": "development", **settings})
    assert refused.returncode == MISCONFIGURED
    assert refused.stderr.splitlines()[-1].startswith(said)


@pytest.mark.slow
def test_a_misspelt_setting_is_named(tmp_path: Path) -> None:
    refused = command("mobile_api", "serve", var=tmp_path, MOBILE_PROT="9000")
    assert refused.stderr.startswith("Not a setting of ours, and not read: MOBILE_PROT (meant: MOBILE_PORT?).\n")


@pytest.mark.parametrize(
    "module", ["assistant.serve", *slow("assistant.demo", "assistant.chat", "assistant.train", "assistant.actions")]
)
def test_help_only_helps(module: str, tmp_path: Path) -> None:
    told = command(module, "--help", var=tmp_path, LOANTALK_URL="http://127.0.0.1:1")
    assert told.returncode == 0
    assert told.stdout.startswith("usage: ")
    assert told.stderr == ""


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("assistant.chat", "--url", "http://127.0.0.1:1"), "http://127.0.0.1:1 does not answer"),
        (("backend.ledger", "verify"), "There is no ledger in sqlite:///"),
        *slow(
            (("assistant.demo", "--url", "http://127.0.0.1:1"), "http://127.0.0.1:1 does not answer"),
            (("assistant.chat", "--script", "/nowhere"), "there is no file /nowhere"),
            (("backend.loans", "vectors", "--file", "/nowhere"), "There is no file /nowhere."),
        ),
    ],
)
def test_what_is_not_there_is_said_in_a_sentence(words: tuple[str, ...], said: str, development: Path) -> None:
    refused = command(*words, var=development)
    assert refused.returncode != 0
    assert said in refused.stderr.splitlines()[-1]


@pytest.mark.slow
def test_a_number_out_of_range_is_answered_with_the_range(development: Path) -> None:
    terms = ("--principal", "1000", "--rate", "12", "--method", "bullet", "--from", "2026-01-01")
    refused = command("backend.loans", "schedule", "--months", "0", *terms, var=development)
    assert refused.stderr.splitlines()[-1].endswith("argument --months: from 1 to 600, not '0'")
