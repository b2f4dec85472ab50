"""The server in a process of its own is the product, dies as a whole, and comes back with all that it had."""

import socket
import struct
from dataclasses import replace
from http.client import HTTPConnection
from threading import Event

import pytest
from flask import Flask, Response
from sqlmodel import Session

from auditapp.accounts.models import User
from tests.support.gunicorn import RealServer
from tests.support.people import People
from tests.support.processes import members, reserved_port
from tests.support.server import served

MORE_THAN_IS_READ_AT_ONCE = 100_000


def status_of(server: RealServer, path: str) -> int:
    connection = HTTPConnection("127.0.0.1", server.port, timeout=30)
    connection.request("GET", path)
    status = connection.getresponse().status
    connection.close()
    return status


def test_it_is_killed_with_its_workers_and_comes_back_at_its_address(
    real_server: RealServer, people: People, session: Session
) -> None:
    group = real_server.group
    assert len(members(group)) >= 2
    real_server.kill()
    real_server.kill()
    assert members(group) == []
    with pytest.raises(ConnectionRefusedError):
        status_of(real_server, "/login")
    real_server.start()
    assert status_of(real_server, "/login") == 200
    assert real_server.group != group
    assert session.get_one(User, people.admin.id).email == people.admin.email


def test_a_server_that_cannot_start_says_why(real_server: RealServer) -> None:
    real_server.kill()
    real_server.settings = replace(real_server.settings, database_url="nonsense://")
    with pytest.raises(AssertionError, match="nonsense"):
        real_server.start()


def test_what_an_answer_holds_is_given_back_when_the_browser_goes_away() -> None:
    """It goes while the server still waits for the rest of what it had begun to say."""
    closed = Event()
    app = Flask(__name__, static_folder=None)

    @app.get("/")
    def answer() -> Response:
        response = Response("all of it")
        response.call_on_close(closed.set)
        return response

    with served(app) as address:
        browser = socket.create_connection(("127.0.0.1", int(address.rpartition(":")[2])))
        browser.sendall(b"GET / HTTP/1.1\r\nHost: here\r\n\r\n" + bytes(MORE_THAN_IS_READ_AT_ONCE))
        assert browser.makefile("rb").readline() == b"HTTP/1.1 200 OK\r\n"
        browser.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        browser.close()
        assert closed.wait(30)


def test_a_reserved_port_is_nobody_elses() -> None:
    with reserved_port() as port, socket.socket() as other:
        with pytest.raises(OSError, match="in use"):
            other.bind(("127.0.0.1", port))
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", port))
