"""A server that is switched off and on again at its address, perhaps with something else behind it."""

from contextlib import ExitStack
from threading import Thread

from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server


class _HangingUp(WSGIRequestHandler):
    """Ends every connection after its answer: what was switched off answers on none that is left."""

    protocol_version = "HTTP/1.0"

    def log(self, type: str, message: str, *args: object) -> None:  # noqa: A002 - Werkzeug's names
        """Nothing."""


class Switch:
    """Serves an app while it is on."""

    def __init__(self) -> None:
        self.port = 0
        self._running = ExitStack()

    @property
    def address(self) -> str:
        """Where it is, on or off."""
        return f"http://127.0.0.1:{self.port}"

    def on(self, app: Flask) -> None:
        """Serve `app`, instead of what was served before."""
        self.off()
        server = make_server("127.0.0.1", self.port, app, threaded=True, request_handler=_HangingUp)
        self.port = server.port
        thread = Thread(target=server.serve_forever, args=(0.05,), name="switch")
        thread.start()
        self._running.callback(server.server_close)
        self._running.callback(thread.join)
        self._running.callback(server.shutdown)

    def off(self) -> None:
        """Answer nothing from now on."""
        self._running.close()
