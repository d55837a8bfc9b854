"""docs/contracts/websockets.md names every stream, parameter, event and code of the gateway's code, and no others."""

import json
from typing import get_args

import pytest
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIWebSocketRoute, iter_route_contexts
from pydantic import BaseModel

from mobile_api import streaming
from mobile_api.app import api_routes
from mobile_api.auth.schemas import Tokens
from mobile_api.chat import routes as chat_routes
from mobile_api.chat import stream as chat_stream
from mobile_api.chat.schemas import MessageOut
from mobile_api.desk import routes as desk_routes
from mobile_api.desk import stream as desk_stream
from mobile_api.desk.schemas import HandoffList
from mobile_api.settings import Settings
from mobile_api.upstreams import speech as speech_client
from mobile_api.voice import phrases, reading, relay, sign_in_places, sign_in_stream
from mobile_api.voice import routes as voice_routes
from mobile_api.voice import stream as voice_stream
from speech import hearing, streams, webm, workers
from speech.errors import EngineCrashed
from speech.limits import MAX_SECONDS
from tests.contracts.pages import examples, headings, page, quoted, rows, section
from tests.contracts.streams import close_numbers, codes, event_types

PAGE = page("websockets.md")
CHAT, VOICE = "/v1/conversations/{conversation_id}/stream", "/v1/conversations/{conversation_id}/voice"
SIGN_IN, DESK = "/v1/auth/voice", "/v1/desk/stream"

# Where each stream's events are made. What speech tells is passed on.
HEARD = (relay, hearing, streams)
DOWN = {
    CHAT: (chat_stream,),
    VOICE: (voice_stream, reading, *HEARD),
    SIGN_IN: (sign_in_stream, *HEARD),
    DESK: (desk_stream,),
}
UP: dict[str, type[BaseModel]] = {VOICE: voice_stream.Control, SIGN_IN: sign_in_stream.Control}
GATEWAY = (streaming, chat_routes, desk_routes, voice_routes, voice_stream, sign_in_stream, relay, speech_client)
# The server's own: a frame above its `ws_max_size`, and a restart.
SERVERS_OWN = {1009, 1012}


def part(address: str) -> str:
    return section(PAGE, f"`WS {address}`")


def names(address: str, column: str) -> set[str]:
    return {name for row in rows(part(address), column) for name in quoted(row[0])}


def websockets() -> dict[str, APIWebSocketRoute]:
    contexts = iter_route_contexts(api_routes().routes)
    return {
        f"/v1{context.path}": context.original_route
        for context in contexts
        if isinstance(context.original_route, APIWebSocketRoute)
    }


def test_every_stream_has_a_section() -> None:
    on_the_page = {heading.strip("`").removeprefix("WS ") for heading in headings(PAGE) if heading.startswith("`WS ")}
    assert on_the_page == set(websockets()) == set(DOWN)


@pytest.mark.parametrize("address", DOWN)
def test_every_parameter_is_named(address: str) -> None:
    def of(dependant: Dependant) -> set[str]:
        own = {field.alias for field in dependant.query_params}
        return own.union(*map(of, dependant.dependencies))

    assert names(address, "parameter") == of(websockets()[address].dependant)


@pytest.mark.parametrize("address", DOWN)
def test_every_event_is_named(address: str) -> None:
    assert names(address, "down") == event_types(*DOWN[address])


@pytest.mark.parametrize("address", DOWN)
def test_every_message_that_an_app_may_send_is_named(address: str) -> None:
    known = set(get_args(UP[address].model_fields["type"].annotation)) if address in UP else set()
    assert names(address, "up") == known


def test_every_close_code_is_named() -> None:
    named = {int(row[0]) for row in rows(section(PAGE, "Close codes"), "code")}
    assert named == close_numbers(*GATEWAY) | SERVERS_OWN


def test_every_reason_and_error_code_is_named() -> None:
    named = {code for row in rows(section(PAGE, "Codes"), "code") for code in quoted(row[0])}
    # A worker's end is told by the process that waits for it, which is given the problem's class.
    assert named == codes(*GATEWAY, streams, webm, workers) | {EngineCrashed.code}


def test_every_command_is_named() -> None:
    row = next(row for row in rows(part(VOICE), "down") if "`command`" in row[0])
    assert set(quoted(row[1])) - {"command"} == set(get_args(phrases.Command))


@pytest.mark.parametrize("address", DOWN)
def test_the_examples_are_events_of_their_stream(address: str) -> None:
    shown = [json.loads(line) for line in examples(part(address))]
    assert shown
    assert {event["type"] for event in shown} <= names(address, "down") | names(address, "up")
    for event in shown:
        if "message" in event:
            assert MessageOut.model_validate(event["message"]).model_dump(mode="json") == event["message"]
        if "handoffs" in event:
            found = HandoffList.model_validate(event)
            assert found.model_dump(mode="json") == {"handoffs": event["handoffs"]}
        if event["type"] == "signed_in":
            assert set(event) == {"type", "phone", *Tokens.model_fields}


def test_the_limits_are_those_of_the_code() -> None:
    said = " ".join(PAGE.split())
    quiet, digits = (Settings.model_fields[name].default for name in ("voice_quiet_seconds", "sign_in_digit_seconds"))
    assert f"No frame for {relay.FRAMES_SECONDS} s" in said
    assert f"nobody spoke for {quiet / 60:.0f} min ({sign_in_stream.QUIET_SECONDS} s at a sign-in)" in said
    assert f"no digit of the number at a sign-in for {digits:.0f} s" in said
    ahead = (voice_stream.SECONDS_AHEAD, sign_in_places.SIGN_IN_SECONDS_AHEAD)
    assert "Samples came {:.0f} s ({:.0f} s at a sign-in) ahead".format(*ahead) in said
    assert f"At a sign-in: a frame above {sign_in_stream.LARGEST_FRAME:,} bytes" in said
    assert f"A frame above {streams.LARGEST_FRAME:,} bytes" in said
    assert f"took more than {sign_in_stream.SIGN_IN_SECONDS // 60} min" in said
    assert f"nobody spoke for {hearing.SILENCE_SECONDS} s" in said
    assert f"cut off at {MAX_SECONDS} s" in said
    assert Settings.model_fields["voice_sign_ins"].default == 3
    assert "three at once in all" in said
