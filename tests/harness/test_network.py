"""The network in front of a server passes on what it gets, and fails in every way that was asked for."""

import socket
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection, HTTPException
from time import monotonic

import pytest

from tests.harness.conftest import Site
from tests.support.network import PORTAL, Network, Passage
from tests.support.processes import reserved_port

Send = Callable[..., tuple[int, bytes]]
LOST = (ConnectionError, HTTPException)


@pytest.fixture
def send(network: Network) -> Send:
    """Sends a request over the network; gives status and body of the answer."""

    def request(method: str, path: str, body: bytes | None = None) -> tuple[int, bytes]:
        connection = HTTPConnection("127.0.0.1", network.port, timeout=30)
        try:
            connection.request(method, path, body)
            response = connection.getresponse()
            return response.status, response.read()
        finally:
            connection.close()

    return request


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    """For requests that are kept waiting."""
    with ThreadPoolExecutor() as pool:
        yield pool


def test_everything_is_passed_on_both_ways(network: Network, site: Site, send: Send) -> None:
    body = bytes(range(256)) * 20_000
    assert send("PUT", "/take", body) == (200, b"taken")
    assert site.received == [body]
    assert send("GET", "/absent")[0] == 404
    assert send("HEAD", "/kept.js") == (200, b"")
    assert network.seen("") == [
        Passage("PUT", "/take", 200), Passage("GET", "/absent", 404), Passage("HEAD", "/kept.js", 200),
    ]  # fmt: skip


def test_headers_are_kept_even_if_there_are_several_of_one_name(network: Network) -> None:
    connection = HTTPConnection("127.0.0.1", network.port)
    connection.request("POST", "/take", b"")
    response = connection.getresponse()
    assert response.headers.get_all("Set-Cookie") == ["one=1; Max-Age=1000", "two=2"]
    assert response.headers.get_all("Content-Type") == ["text/plain; charset=utf-8"]
    assert response.headers.get_all("Date") == [response.headers["Date"]]
    connection.close()


def test_without_a_network_connections_are_refused_until_it_is_back(
    network: Network, site: Site, send: Send
) -> None:
    network.down()
    network.down()
    with pytest.raises(ConnectionRefusedError):
        send("POST", "/take", b"x")
    network.up()
    assert send("POST", "/take", b"y")[0] == 200
    assert site.received == [b"y"]


def test_going_down_tears_what_is_under_way(
    network: Network, site: Site, send: Send, pool: ThreadPoolExecutor
) -> None:
    held = network.hold("/take")
    answer = pool.submit(send, "POST", "/take", b"x")
    held.wait()
    network.down()
    with pytest.raises(LOST):
        answer.result()
    assert site.received == []


def test_what_is_held_arrives_when_it_is_released(
    network: Network, site: Site, send: Send, pool: ThreadPoolExecutor
) -> None:
    held = network.hold("POST", times=1)
    answer = pool.submit(send, "POST", "/take", b"first")
    held.wait()
    send("POST", "/take", b"second")
    held.release()
    assert answer.result() == (200, b"taken")
    assert site.received == [b"second", b"first"]


def test_a_body_is_cut_after_so_many_bytes(network: Network, site: Site, send: Send) -> None:
    network.cut("PUT /take", after=70_000)
    with pytest.raises(LOST):
        send("PUT", "/take", bytes(200_000))
    assert network.seen("PUT") == [Passage("PUT", "/take", None)]
    assert [body for body in site.received if len(body) > 70_000] == []
    assert send("PUT", "/take", bytes(200_000))[0] == 200


def test_a_browser_that_dies_in_the_middle_keeps_nobody_waiting(network: Network) -> None:
    with socket.create_connection(("127.0.0.1", network.port)) as browser:
        browser.sendall(b"PUT /take HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nhalf")
    network.wait_for("PUT")
    assert network.seen("PUT") == [Passage("PUT", "/take", None)]


def test_an_answer_is_lost_after_the_server_did_its_part(network: Network, site: Site, send: Send) -> None:
    network.lose_answer("/take", times=2)
    for body in (b"1", b"2"):
        with pytest.raises(LOST):
            send("POST", "/take", body)
    assert send("POST", "/take", b"3")[0] == 200
    assert site.received == [b"1", b"2", b"3"]


def test_a_captive_portal_answers_everything_itself(network: Network, site: Site, send: Send) -> None:
    network.portal()
    assert send("POST", "/take", b"x") == (200, PORTAL)
    network.portal("http://127.0.0.1:9/welcome")
    assert send("GET", "/")[0] == 302
    network.mend()
    assert send("GET", "/")[1] != PORTAL
    assert site.received == []


@pytest.mark.parametrize("status", [413, 422, 429, 503])
def test_a_status_is_answered_where_it_was_asked_for(
    network: Network, site: Site, send: Send, status: int
) -> None:
    network.answer(status, "^PUT /take", body=b"{}", kind="application/json", times=1)
    assert send("POST", "/take", b"other method")[0] == 200
    assert send("PUT", "/take", bytes(1_000_000)) == (status, b"{}")
    assert send("PUT", "/take", b"again")[0] == 200
    assert site.received == [b"other method", b"again"]


def test_a_delay_is_one(network: Network, send: Send) -> None:
    network.delay(0.2, "/slow")
    begin = monotonic()
    send("GET", "/slow")
    assert monotonic() - begin >= 0.2


def test_a_server_that_is_gone_tears_the_connection(network: Network, send: Send) -> None:
    with reserved_port() as nobody:
        network.upstream = nobody
        with pytest.raises(LOST):
            send("GET", "/")
