"""A cheap phone on a weak network, and what it measures of a page with questions.

It needs to know of a page only `data-question` on each question and `window.auditappSaves`, which counts what was durably saved.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import CDPSession, Page

WEAK = {"offline": False, "latency": 562, "downloadThroughput": 180_000, "uploadThroughput": 180_000}
"""Milliseconds for the way there and back, and 1.44 Mbit/s as bytes."""
SLOWER = 4
SMALLEST = 44
QUIET = 1500
"""Milliseconds without a request after which a page counts as loaded: more than two ways there and back."""
WATCHING = (Path(__file__).parent / "watching.js").read_text(encoding="utf-8")


@dataclass
class Weight:
    """What came over the wire: bytes with headers, by path."""

    files: dict[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """All bytes."""
        return sum(self.files.values())


class CheapPhone:
    """A page on it; made before anything is opened."""

    def __init__(self, page: Page) -> None:
        page.add_init_script(WATCHING)
        self.page = page
        self._tools = page.context.new_cdp_session(page)
        self._tools.send("Network.enable")
        self._tools.send("Network.setExtraHTTPHeaders", {"headers": {"Accept-Encoding": "gzip"}})
        self._tools.send("Network.emulateNetworkConditions", WEAK)
        self._tools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})

    def weigh(self, address: str) -> Weight:
        """Open a page and count all that it asks for until nothing more comes."""
        traffic = _Traffic(self._tools)
        self.page.goto(address)
        self.page.wait_for_function("() => window.auditappSaves !== undefined")
        while traffic.moved():
            self.page.wait_for_timeout(QUIET)
        return traffic.weight()

    def first_answer(self, number: int) -> float:
        """Reload, tap an option of the question with this number: milliseconds until the answer is durably saved."""
        self.page.evaluate("number => { sessionStorage.question = number; }", number)
        self.page.reload()
        self.page.wait_for_function("() => window.watching.firstAnswer")
        return float(self.page.evaluate("window.watching.firstAnswer"))

    def worst_tap(self, keys: Sequence[str]) -> float:
        """Answer the questions, each when the one before is saved: milliseconds until the slowest tap was painted."""
        for key in keys:
            x, y, saves = self.page.evaluate("key => watching.target(key)", key)
            self.page.touchscreen.tap(x, y)
            self.page.wait_for_function("saves => window.auditappSaves > saves", arg=saves)
        self.page.wait_for_timeout(QUIET)
        return float(self.page.evaluate("watching.worstTap"))

    def targets_too_small(self) -> int:
        """How many of the things that answers are tapped on are less than 44 px wide or high."""
        return int(self.page.evaluate("least => watching.smaller(least)", SMALLEST))


class _Traffic:
    def __init__(self, tools: CDPSession) -> None:
        self._paths: dict[str, str] = {}
        self._bytes: dict[str, int] = {}
        self._events = self._seen = 0
        tools.on("Network.requestWillBeSent", self._sent)
        tools.on("Network.responseReceived", self._answered)
        tools.on("Network.loadingFinished", self._finished)

    def moved(self) -> bool:
        """Whether anything happened since the last call."""
        before, self._seen = self._seen, self._events
        return self._seen > before

    def weight(self) -> Weight:
        weight = Weight()
        for request, size in self._bytes.items():
            path = self._paths[request]
            weight.files[path] = weight.files.get(path, 0) + size
        return weight

    def _sent(self, event: Mapping[str, Any]) -> None:
        self._events += 1
        self._paths[event["requestId"]] = urlsplit(event["request"]["url"]).path

    def _answered(self, event: Mapping[str, Any]) -> None:
        packed = event["response"]["headers"].get("Content-Encoding", "gzip")
        assert packed == "gzip", f"{event['response']['url']} came as {packed}"

    def _finished(self, event: Mapping[str, Any]) -> None:
        self._events += 1
        self._bytes[event["requestId"]] = int(event["encodedDataLength"])
