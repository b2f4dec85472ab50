"""The network between a phone and the server, as it is in a cellar: an origin of its own that fails on demand."""

import re
import socket
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from http.server import BaseHTTPRequestHandler
from socketserver import ThreadingTCPServer
from threading import Event, Lock, Thread
from typing import Any
from urllib.parse import urlsplit

from tests.support.processes import PATIENCE, reserved_port, wait_until

PORTAL = b"<!doctype html><title>Free Wi-Fi</title><h1>Welcome to our shopping centre</h1>"
HOP_BY_HOP = frozenset({"connection", "keep-alive", "transfer-encoding", "content-length", "date", "server"})


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back to the browser."""

    status: int
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Passage:
    """A request that came by, and what became of it: the answer's status, or None where the browser got none."""

    method: str
    path: str
    status: int | None


class CutError(OSError):
    """The connection is torn, on purpose or because the server is gone."""


@dataclass
class Rule:
    """What happens to requests whose method and path, as in `POST /api/visits/1/operations`, `pattern` finds.

    It is used up after so many `times`; None is for ever.
    """

    pattern: re.Pattern[str]
    act: "Callable[[Exchange], Answer]"
    times: int | None = None
    used: int = 0


@dataclass
class Held:
    """Requests that are kept waiting."""

    _arrived: Event = field(default_factory=Event)
    _go: Event = field(default_factory=Event)
    _torn: bool = False

    def wait(self) -> None:
        """Until a request has come."""
        assert self._arrived.wait(PATIENCE), "no request came to be held"

    def release(self) -> None:
        """Let them go on."""
        self._go.set()

    def tear(self) -> None:
        """Let them go nowhere."""
        self._torn = True
        self._go.set()

    def pass_on(self, exchange: "Exchange") -> Answer:
        """Keep this one waiting."""
        self._arrived.set()
        if not self._go.wait(PATIENCE) or self._torn:
            raise CutError
        return exchange.pass_on()


class Network:
    """Passes everything on until it is told otherwise. The latest rule that fits a request is the one that counts."""

    def __init__(self, port: int, upstream: int) -> None:
        self.port, self.upstream = port, upstream
        self.passages: list[Passage] = []
        self._rules: list[Rule] = []
        self._held: list[Held] = []
        self._lock = Lock()
        self._server: _Server | None = None

    @property
    def address(self) -> str:
        """The origin that browsers know the product by."""
        return f"http://127.0.0.1:{self.port}"

    def up(self) -> None:
        """Take connections (again)."""
        if self._server is None:
            self._server = _Server(self)
            self._server.start()

    def down(self) -> None:
        """Refuse connections, and tear those that stand."""
        server, self._server = self._server, None
        if server is not None:
            server.stop()
        for held in self._held:
            held.tear()
        self._held.clear()

    def mend(self) -> None:
        """Pass everything on (again)."""
        with self._lock:
            self._rules.clear()
        self.up()

    def answer(
        self,
        status: int,
        pattern: str = "",
        *,
        body: bytes = b"",
        kind: str = "text/html",
        times: int | None = None,
    ) -> None:
        """Answer in the server's place, which hears nothing."""
        answer = Answer(status, (("Content-Type", kind),), body)
        self._add(pattern, lambda exchange: exchange.answer_with(answer), times)

    def portal(self, location: str | None = None) -> None:
        """Be a captive portal: everything is its page, or is led to it at `location`."""
        if location is None:
            self.answer(200, body=PORTAL)
        else:
            answer = Answer(302, (("Location", location),))
            self._add("", lambda exchange: exchange.answer_with(answer), None)

    def cut(self, pattern: str = "", *, after: int = 0, times: int | None = 1) -> None:
        """Tear the connection when `after` bytes of the request's body have reached the server."""
        self._add(pattern, lambda exchange: exchange.pass_part(after), times)

    def lose_answer(self, pattern: str = "", *, times: int | None = 1) -> None:
        """Let the server do what is asked, and tear the connection instead of handing its answer back."""

        def lose(exchange: "Exchange") -> Answer:
            exchange.pass_on()
            raise CutError

        self._add(pattern, lose, times)

    def hold(self, pattern: str = "", *, times: int | None = None) -> Held:
        """Keep requests waiting until they are released."""
        held = Held()
        self._held.append(held)
        self._add(pattern, held.pass_on, times)
        return held

    def delay(self, seconds: float, pattern: str = "", *, times: int | None = None) -> None:
        """Let each request take so much longer."""
        never = Event()

        def wait(exchange: "Exchange") -> Answer:
            never.wait(seconds)
            return exchange.pass_on()

        self._add(pattern, wait, times)

    def seen(self, pattern: str) -> list[Passage]:
        """The requests that came by and fit."""
        with self._lock:
            return [passage for passage in self.passages if _fits(re.compile(pattern), passage)]

    def wait_for(self, pattern: str, number: int = 1) -> None:
        """Until so many requests that fit have been dealt with since the beginning."""
        wait_until(lambda: len(self.seen(pattern)) >= number, f"{number} × {pattern} came by")

    def rule_for(self, request: Passage) -> Rule | None:
        """The rule that counts for a request; it is used by asking."""
        with self._lock:
            for rule in reversed(self._rules):
                if _fits(rule.pattern, request) and (rule.times is None or rule.used < rule.times):
                    rule.used += 1
                    return rule
        return None

    def note(self, passage: Passage) -> None:
        """Remember a request that was dealt with."""
        with self._lock:
            self.passages.append(passage)

    def _add(self, pattern: str, act: "Callable[[Exchange], Answer]", times: int | None) -> None:
        with self._lock:
            self._rules.append(Rule(re.compile(pattern), act, times))


def _fits(pattern: re.Pattern[str], passage: Passage) -> bool:
    return pattern.search(f"{passage.method} {passage.path}") is not None


class Exchange(BaseHTTPRequestHandler):
    """One request of a browser, on a connection of its own.

    Connections are not kept: a browser silently repeats what it lost on one that had already served.
    """

    protocol_version = "HTTP/1.1"
    server: "_Server"

    def pass_on(self) -> Answer:
        """Have the server answer. CutError where it is gone, or the browser before it had said all."""
        connection = self._send(body := self.rfile.read(self._length))
        try:
            if len(body) < self._length:
                raise CutError
            response = connection.getresponse()
            return Answer(response.status, tuple(response.getheaders()), response.read())
        except (OSError, HTTPException) as error:
            raise CutError from error
        finally:
            connection.close()

    def answer_with(self, answer: Answer) -> Answer:
        """Hear the request out, as a browser expects, and let the server know nothing of it."""
        self.rfile.read(self._length)
        return answer

    def pass_part(self, size: int) -> Answer:
        """Send the server the beginning of the body, and nothing more."""
        self._send(self.rfile.read(min(size, self._length))).close()
        raise CutError

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002, ANN401 - its parent's names
        """Nothing: what came by is noted in `passages`."""

    def _exchange(self) -> None:
        self.close_connection = True
        network, request = self.server.network, Passage(self.command, self.path, None)
        rule = network.rule_for(request)
        try:
            answer = rule.act(self) if rule else self.pass_on()
        except OSError:
            network.note(request)
            self._tear()
        else:
            # Noted first: who has an answer may ask what came by.
            network.note(Passage(self.command, self.path, answer.status))
            self._reply(answer)

    do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = do_OPTIONS = _exchange  # noqa: N815 - their names

    @property
    def _length(self) -> int:
        return int(self.headers.get("Content-Length", 0))

    def _send(self, body: bytes) -> HTTPConnection:
        connection = HTTPConnection("127.0.0.1", self.server.network.upstream, timeout=PATIENCE)
        try:
            connection.putrequest(self.command, self.path, skip_host=True, skip_accept_encoding=True)
            for name, value in self.headers.items():
                if name.lower() != "connection":
                    connection.putheader(name, value)
            connection.putheader("Connection", "close")
            connection.endheaders()
        except OSError as error:
            connection.close()
            raise CutError from error
        with suppress(OSError):  # A server may answer before it has heard everything.
            connection.send(body)
        return connection

    def _reply(self, answer: Answer) -> None:
        self.send_response(answer.status)
        for name, value in answer.headers:
            if name.lower() not in HOP_BY_HOP:
                self.send_header(name, value)
        if answer.status not in {204, 304}:
            self.send_header("Content-Length", str(self._size_of(answer)))
        self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer.body)

    def _size_of(self, answer: Answer) -> int:
        said: Mapping[str, str] = {name.lower(): value for name, value in answer.headers}
        return int(said.get("content-length", 0)) if self.command == "HEAD" else len(answer.body)

    def _tear(self) -> None:
        with suppress(OSError):
            self.connection.shutdown(socket.SHUT_RDWR)


class _Server(ThreadingTCPServer):
    """Takes connections, a thread for each, and can tear them all."""

    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, network: Network) -> None:
        super().__init__(("127.0.0.1", network.port), Exchange)
        self.network = network
        self._open: set[socket.socket] = set()
        self._lock = Lock()
        self._thread = Thread(target=self.serve_forever, args=(0.01,), name="network")

    def start(self) -> None:
        """Serve in a thread."""
        self._thread.start()

    def stop(self) -> None:
        """Refuse what comes from now on, and tear what stands."""
        self.shutdown()
        self._thread.join()
        self.server_close()
        with self._lock:
            for connection in self._open:
                with suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)

    def process_request(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 - its parent's types
        """Note the connection, and serve it in a thread."""
        with self._lock:
            self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:  # noqa: ANN401 - its parent's types
        """Close a connection that is done with."""
        with self._lock:
            self._open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 - its parent's types
        """A browser that went away is no error."""


@contextmanager
def network_to(server: str) -> Iterator[Network]:
    """The network in front of the server at the address `server`; it goes down with the block."""
    with reserved_port() as port:
        network = Network(port, urlsplit(server).port or 80)
        network.up()
        try:
            yield network
        finally:
            network.down()
