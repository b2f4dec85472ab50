"""The product on a real port of this machine, served by threads of the test's own process."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


@runtime_checkable
class _Closable(Protocol):
    def close(self) -> None:
        """Give back what the answer held."""


class _Quiet(WSGIRequestHandler):
    """Keeps connections open as a real server does, and says nothing."""

    protocol_version = "HTTP/1.1"

    def log(self, type: str, message: str, *args: Any) -> None:  # noqa: A002, ANN401 - Werkzeug's names
        """Nothing: a test that fails shows the page, not the log."""


def closing(app: "WSGIApplication") -> "WSGIApplication":
    """`app`, whose answers are closed also when the browser went away: Werkzeug's server forgets it where that comes late.

    What it lets go of is at its end, and closes the answer.
    """

    def answer(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterator[bytes]:
        body = app(environ, start_response)
        try:
            yield from body
        finally:
            if isinstance(body, _Closable):
                body.close()

    return answer


@contextmanager
def served(app: Flask, port: int = 0) -> Iterator[str]:
    """Serve `app` as long as the block lasts; gives its address. Port 0 takes a free one.

    The block's end is the server's: it goes away like one that was switched off.
    """
    server = make_server("127.0.0.1", port, closing(app), threaded=True, request_handler=_Quiet)
    # How often it looks whether it was switched off: a test waits for that.
    thread = Thread(target=server.serve_forever, args=(0.01,), name="server")
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
