"""docs/contracts/surface.md promises what exists, and says of the rest that it does not yet."""

import argparse
import re
import runpy
import sys
from functools import cache
from pathlib import Path

import pytest
import yaml
from fastapi.routing import APIWebSocketRoute, iter_route_contexts

from mobile_api.app import api_routes
from tests.contracts.pages import page, quoted, rows, section
from tests.contracts.published import operations

ROOT = Path(__file__).parents[2]
PAGE = page("surface.md")
NOT_YET = [name for row in rows(section(PAGE, "Not yet"), "promised") for name in quoted(row[0])]
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "WS")


def promised(heading: str, column: str) -> list[str]:
    """What stands between backticks in a table's first column."""
    return [name.replace("\\|", "|") for row in rows(section(PAGE, heading), column) for name in quoted(row[0])]


def is_call(name: str) -> bool:
    return name.split()[0] in METHODS


CALLS = promised("HTTP", "call")
TARGETS = promised("Commands", "command")
COMMANDS = promised("Module commands", "command")
PRINTING = promised("Module commands", "JSON of")


@cache
def calls() -> set[str]:
    sockets = {
        f"WS /v1{context.path}"
        for context in iter_route_contexts(api_routes().routes)
        if isinstance(context.original_route, APIWebSocketRoute)
    }
    return set(operations()) | sockets


@cache
def targets() -> set[str]:
    return {f"make {name}" for name in re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.M)}


@cache
def intents() -> set[str]:
    domains = (ROOT / "assistant" / "dialogue" / "domain").glob("*.yml")
    return {name for path in domains for name in yaml.safe_load(path.read_text("utf-8")).get("intents", [])}


def intents_in(heading: str) -> list[str]:
    return [name for line in section(PAGE, heading).splitlines() if line.startswith(">") for name in line[1:].split()]


class Parsed(Exception):
    """Thrown instead of parsing; holds the parser."""


@cache
def parser_of(module: str) -> argparse.ArgumentParser:
    """The module's own parser, caught when it is about to read the command line: nothing is carried out."""

    def catch(self: argparse.ArgumentParser, *_: object) -> None:
        raise Parsed(self)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(argparse.ArgumentParser, "parse_args", catch)
        patch.setattr(sys, "argv", [module])
        # Another test may have imported it.
        patch.delitem(sys.modules, f"{module}.__main__", raising=False)
        with pytest.raises(Parsed) as caught:
            runpy.run_module(module, run_name="__main__")
    parser: argparse.ArgumentParser = caught.value.args[0]
    return parser


def missing_from(command: str) -> list[str]:
    """Verbs and options of a promised command that its module does not know."""
    module, *words = command.split()
    parser, missing = parser_of(module), []
    for word in re.findall(r"--[a-z-]+|\b[a-z][\w-]*\b", " ".join(words)):
        if word.startswith("--"):
            missing += [] if word in parser._option_string_actions else [word]
        elif (verbs := subcommands(parser)) and word in verbs:
            parser = verbs[word]
        elif word not in choices(parser):
            missing.append(word)
    return missing


def subcommands(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    found = (action.choices for action in parser._actions if isinstance(action, argparse._SubParsersAction))
    return dict(next(found, {}))


def choices(parser: argparse.ArgumentParser) -> set[str]:
    return {str(choice) for action in parser._actions for choice in action.choices or ()}


def test_the_page_has_promises_of_each_kind() -> None:
    assert len(CALLS) >= 60
    assert len(TARGETS) >= 8
    assert len(COMMANDS) >= 15
    assert all(map(is_call, CALLS))


@pytest.mark.parametrize("call", CALLS)
def test_a_promised_call_exists(call: str) -> None:
    assert call in calls()


@pytest.mark.parametrize("target", TARGETS)
def test_a_promised_make_target_exists(target: str) -> None:
    assert target in targets()


@pytest.mark.filterwarnings("ignore:.*found in sys.modules:RuntimeWarning")
@pytest.mark.parametrize("command", COMMANDS)
def test_a_promised_command_is_known_to_its_module(command: str) -> None:
    assert missing_from(command) == []


@pytest.mark.filterwarnings("ignore:.*found in sys.modules:RuntimeWarning")
@pytest.mark.parametrize("command", PRINTING)
def test_a_command_with_promised_keys_prints_json(command: str) -> None:
    assert missing_from(f"{command} --json") == []


def test_the_promised_intents_are_in_the_domain() -> None:
    assert intents_in("HTTP")
    assert set(intents_in("HTTP")) <= intents()


@pytest.mark.filterwarnings("ignore:.*found in sys.modules:RuntimeWarning")
@pytest.mark.parametrize("name", NOT_YET)
def test_what_is_marked_not_yet_is_missing(name: str) -> None:
    if is_call(name):
        exists = name in calls()
    elif name.startswith("make "):
        exists = name in targets()
    else:
        exists = missing_from(name) == []
    assert not exists, "it exists now: move it up from “Not yet”"


def test_the_intents_to_come_are_not_in_the_domain() -> None:
    assert not set(intents_in("Not yet")) & intents()


def test_a_word_that_a_module_does_not_know_is_noticed() -> None:
    assert missing_from("backend.loans schedule --principal P --colour C") == ["--colour"]
    assert missing_from("backend.loans plan") == ["plan"]
