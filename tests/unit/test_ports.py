"""Where each server listens, and what is said where somebody else does."""

import socket
from collections.abc import Iterator

import pytest

from runner.ports import PORTS, Address, addresses, free_addresses, is_taken, whats_taken


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as opened:
        yield opened


def test_the_environment_says_where_a_server_listens() -> None:
    at = addresses(None, {"MOBILE_PORT": "9310", "BACKEND_HOST": "::"})
    assert (at["mobile"].port, at["speech"].port) == (9310, PORTS["speech"])
    assert at["backend"].url == "http://127.0.0.1:8001"


def test_a_second_system_takes_consecutive_ports() -> None:
    at = addresses(8100, {"SPEECH_PORT": "9002"})
    assert [address.port for address in at.values()] == [8100, 8101, 9002, 8103, 8104]


def test_a_port_that_is_no_number_is_an_error() -> None:
    with pytest.raises(ValueError, match="eighty"):
        addresses(None, {"MOBILE_PORT": "eighty"})


def test_a_port_is_taken_while_somebody_listens_on_it(listener: socket.socket) -> None:
    host, port = listener.getsockname()
    assert is_taken(Address(host, port))
    listener.close()
    assert not is_taken(Address(host, port))


def test_what_is_taken_is_named_with_a_way_out(listener: socket.socket) -> None:
    free, port = free_addresses(), listener.getsockname()[1]
    assert whats_taken(free) is None
    said = whats_taken({**free, "speech": Address("127.0.0.1", port)})
    assert said is not None
    assert said.startswith(f"Port {port} (speech) is taken")
    assert "make run`" in said
