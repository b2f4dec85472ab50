"""WebDriver as far as tests need it: one driver at a port of this machine, one session, one window."""

import json
from collections.abc import Mapping
from http.client import HTTPConnection
from typing import Any

from tests.support.processes import PATIENCE

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
"""What the standard calls a reference to an element."""

SCRIPT_PATIENCE = PATIENCE / 4
"""Seconds for a script in the page: whoever waits for something asks again."""


class DriverError(RuntimeError):
    """The driver could not do what it was asked for; the message begins with the standard's code."""


class Driver:
    """Speaks with a driver that was started at `port`."""

    def __init__(self, port: int) -> None:
        self.port = port
        self._session = ""

    def is_ready(self) -> bool:
        """Whether it takes a session."""
        try:
            return bool(self._send("GET", "/status")["ready"])
        except OSError:
            return False

    def begin(self, capabilities: Mapping[str, object]) -> None:
        """Have it start its browser."""
        asked = {"capabilities": {"alwaysMatch": capabilities}}
        self._session = f"/session/{self._send('POST', '/session', asked)['sessionId']}"

    def get(self, path: str) -> Any:  # noqa: ANN401 - any JSON
        """Ask for something of the session."""
        return self._send("GET", self._session + path)

    def post(self, path: str, **content: object) -> Any:  # noqa: ANN401 - any JSON
        """Have the session do something."""
        return self._send("POST", self._session + path, content)

    def delete(self, path: str) -> None:
        """Remove something of the session."""
        self._send("DELETE", self._session + path)

    def find(self, selector: str) -> str:
        """The path of the first element that a CSS selector finds."""
        found = self.post("/element", using="css selector", value=selector)
        return f"/element/{found[ELEMENT]}"

    def _send(self, method: str, path: str, content: Mapping[str, object] | None = None) -> Any:  # noqa: ANN401
        patience = SCRIPT_PATIENCE if path.endswith("/execute/sync") else PATIENCE
        connection = HTTPConnection("127.0.0.1", self.port, timeout=patience)
        try:
            connection.request(method, path, None if content is None else json.dumps(content))
            value = json.loads(connection.getresponse().read())["value"]
        finally:
            connection.close()
        if isinstance(value, dict) and "error" in value:
            raise DriverError(f"{value['error']}: {value['message']}")
        return value
