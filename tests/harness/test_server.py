"""The server in a process of its own is the product, dies as a whole, and comes back with all that it had."""

import socket
from dataclasses import replace
from http.client import HTTPConnection

import pytest
from sqlmodel import Session

from auditapp.accounts.models import User
from tests.support.gunicorn import RealServer
from tests.support.people import People
from tests.support.processes import members, reserved_port


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


def test_a_reserved_port_is_nobody_elses() -> None:
    with reserved_port() as port, socket.socket() as other:
        with pytest.raises(OSError, match="in use"):
            other.bind(("127.0.0.1", port))
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", port))
