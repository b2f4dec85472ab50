"""A phone with WebKit, the engine of every iPhone, as far as it can be had here: WebKitGTK on a display of its own."""

import base64
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.client import HTTPException
from pathlib import Path
from typing import Any, Literal

from tests.support.browser import Complaints
from tests.support.people import Person
from tests.support.processes import PATIENCE, Killable, reserved_port, wait_until
from tests.support.webdriver import Driver, DriverError

Theme = Literal["light", "dark"]
BROWSER = Path(__file__).parent / "webkit_browser.py"
PYTHON = "/usr/bin/python3"
"""The system's: it alone has the bindings."""
SCREEN = "500x900x24"
ENVIRONMENT = {
    "NO_AT_BRIDGE": "1",
    "GSETTINGS_BACKEND": "memory",
    "LIBGL_ALWAYS_SOFTWARE": "1",
    # Containers and root have no user namespaces for the sandbox; only our own pages are opened.
    "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1",
}
OBJECTION = re.compile(r"\bCONSOLE (?:[A-Z-]+ )?(?:ERROR|WARN)\b")
"""How the browser begins what it has to say about a page."""


class WebKitPhone(Killable):
    """WebKitGTK on a profile of its own, which outlives it."""

    last_words = (OSError, HTTPException, ValueError, DriverError)

    def __init__(self, display: str, folder: Path, address: str, complaints: Complaints) -> None:
        self.display, self.folder, self.address, self.complaints = display, folder, address, complaints
        self._running = ExitStack()
        self._driver: Driver | None = None
        self._login: list[dict[str, Any]] = []
        self._heard = 0

    @property
    def driver(self) -> Driver:
        """What drives the browser."""
        assert self._driver is not None, "the browser is not open"
        return self._driver

    def open(self, theme: Theme = "light") -> None:
        """Start the browser, with an empty page; what it kept is there again, the login included.

        The cookie of a session ends with this browser; on a phone it would not, so it is put back.
        """
        assert self._driver is None, "the browser is open already"
        self.folder.mkdir(exist_ok=True)
        self._driver = self._start_driver()
        wait_until(self._driver.is_ready, "the driver answers")
        arguments = [str(BROWSER), str(self.folder), theme]
        self._driver.begin({"webkitgtk:browserOptions": {"binary": PYTHON, "args": arguments}})
        for cookie in self._login:
            self._driver.post("/cookie", cookie=cookie)

    def goto(self, path: str) -> None:
        """Open a page of the product."""
        self.driver.post("/url", url=self.address + path)
        self._listen()

    def run(self, body: str, *arguments: object) -> Any:  # noqa: ANN401 - any JSON
        """What a function of this body gives in the page; a promise is awaited. `arguments` are its own."""
        result = self.driver.post("/execute/sync", script=body, args=arguments)
        self._listen()
        return result

    def wait_for(self, expression: str, *arguments: object) -> None:
        """Until it is true in the page."""
        wait_until(lambda: self._holds(f"return {expression}", *arguments), expression)

    def text(self, selector: str) -> str:
        """What there is to read in the first element that a CSS selector finds."""
        return str(self.driver.get(f"{self._find(selector)}/text"))

    def tap(self, selector: str) -> None:
        """Tap an element in its middle, where it has to be in reach."""
        self.driver.post(f"{self._find(selector)}/click")
        self._listen()

    def type(self, selector: str, text: str) -> None:
        """Type into an element, after what stands there."""
        self.driver.post(f"{self._find(selector)}/value", text=text)
        self._listen()

    def choose_file(self, selector: str, file: Path) -> None:
        """Take a photo, or choose a file."""
        self.type(selector, str(file))

    def screenshot(self, file: Path) -> None:
        """Draw what can be seen, as PNG."""
        file.write_bytes(base64.b64decode(self.driver.get("/screenshot")))

    def log_in(self, person: Person) -> None:
        """Log in at the front door."""
        self.goto("/login")
        self.type("input[name=email]", person.email)
        self.type("input[name=password]", person.password)
        self.tap("main form button")
        self.wait_for("location.pathname !== '/login'")
        self._login = self.driver.get("/cookie")

    def forget_login(self) -> None:
        """Be logged out without having said so, as when a login expires."""
        self._login = []
        self.driver.delete("/cookie")
        wait_until(lambda: not self.driver.get("/cookie"), "the cookies are gone")

    def reopen(self, theme: Theme = "light") -> None:
        """Kill the browser where it still lives, and start it again."""
        self.put_away()
        self.open(theme)

    def put_away(self) -> None:
        """Kill the browser where it still lives."""
        self.kill()
        self._running.close()
        self._driver = None
        self._listen()

    def _start_driver(self) -> Driver:
        driver = Driver(self._running.enter_context(reserved_port()))
        with self._log.open("ab") as log:
            process = subprocess.Popen(
                [find_program("WebKitWebDriver"), f"--port={driver.port}"],
                env={**os.environ, **ENVIRONMENT, "DISPLAY": self.display},
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        self._running.callback(process.wait, PATIENCE)
        self._group = process.pid
        return driver

    def _holds(self, body: str, *arguments: object) -> bool:
        """Whether it is true now. A page that is just being loaded sometimes leaves the driver without an answer."""
        try:
            return bool(self.run(body, *arguments))
        except TimeoutError:
            return False

    def _find(self, selector: str) -> str:
        self.wait_for("document.querySelector(arguments[0])", selector)
        return self.driver.find(selector)

    def _listen(self) -> None:
        said = self._log.read_text(encoding="utf-8", errors="replace").splitlines()
        self.complaints.seen += [line for line in said[self._heard :] if OBJECTION.search(line)]
        self._heard = len(said)

    @property
    def _log(self) -> Path:
        return self.folder / "said.log"


@contextmanager
def display() -> Iterator[str]:
    """The name of a screen that nobody sees."""
    reading, writing = os.pipe()
    with subprocess.Popen(
        [find_program("Xvfb"), "-displayfd", str(writing), "-screen", "0", SCREEN, "-nolisten", "tcp"],
        pass_fds=[writing], stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    ) as process:  # fmt: skip
        os.close(writing)
        try:
            with os.fdopen(reading) as said:
                number = said.readline().strip()
            assert number, "Xvfb found no free display"
            yield f":{number}"
        finally:
            process.kill()


def find_program(name: str) -> str:
    """Where a program lies."""
    found = shutil.which(name)
    assert found, f"{name} was not found: install WebKitGTK's driver and Xvfb (make setup does it)"
    return found
