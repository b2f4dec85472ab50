"""Chromium as a printer of PDFs, driven over a pipe: the reference for our own."""

import base64
import json
import os
import subprocess
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

BROWSER = "/usr/bin/chromium"
_COMMANDS, _ANSWERS = 3, 4


class PrintingBrowser:
    """One warm browser with one page."""

    def __init__(self, folder: Path) -> None:
        ours_in, theirs_out = os.pipe()
        theirs_in, self._out = os.pipe()
        self._in = os.fdopen(ours_in, "rb")
        self._process = subprocess.Popen(
            [
                "sh", "-c", f'exec {_COMMANDS}<&{theirs_in} {_ANSWERS}>&{theirs_out} "$@"', "sh", BROWSER,
                "--headless", "--no-sandbox", "--disable-gpu", "--remote-debugging-pipe",
                "--allow-file-access-from-files", f"--user-data-dir={folder}", "about:blank",
            ],
            pass_fds=(theirs_in, theirs_out),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
        os.close(theirs_in)
        os.close(theirs_out)
        self._number, self._rest = 0, b""
        targets = self._call("Target.getTargets")["targetInfos"]
        page = next(target for target in targets if target["type"] == "page")
        attached = self._call("Target.attachToTarget", targetId=page["targetId"], flatten=True)
        self._session = attached["sessionId"]
        self._call("Page.enable")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.wait()
        self._in.close()
        os.close(self._out)

    @property
    def pid(self) -> int:
        """Of its first process."""
        return self._process.pid

    def printed(self, page: Path) -> bytes:
        """The page as tagged PDF with bookmarks."""
        self._call("Page.navigate", url=page.as_uri())
        while self._message().get("method") != "Page.loadEventFired":
            pass
        answer = self._call(
            "Page.printToPDF", generateTaggedPDF=True, generateDocumentOutline=True, preferCSSPageSize=True
        )
        return base64.b64decode(answer["data"])

    _session = ""

    def _call(self, method: str, **parameters: object) -> Mapping[str, Any]:
        self._number += 1
        number = self._number
        command = {"id": number, "method": method, "params": parameters}
        if self._session:
            command["sessionId"] = self._session
        os.write(self._out, json.dumps(command).encode() + b"\0")
        while (message := self._message()).get("id") != number:
            pass
        result: Mapping[str, Any] = message["result"]
        return result

    def _message(self) -> Mapping[str, Any]:
        while b"\0" not in self._rest:
            received = os.read(self._in.fileno(), 1 << 20)
            if not received:
                raise ConnectionError("the browser ended")
            self._rest += received
        message, _, self._rest = self._rest.partition(b"\0")
        decoded: Mapping[str, Any] = json.loads(message)
        return decoded
