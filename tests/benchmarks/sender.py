"""A phone that has much to send: over HTTP, in the same parts as static/js/phone/sync.js."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from http.client import HTTPConnection
from typing import Any
from uuid import uuid4

from auditapp.core.clock import now
from auditapp.domain.manifest import digest_of
from tests.support.processes import PATIENCE

AT_ONCE = 50


class Sender:
    """Sends visits, one after the other."""

    def __init__(self, port: int, cookie: str, photos: Sequence[bytes]) -> None:
        self.photos = photos
        self._connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        self._headers = {"Accept": "application/json", "Cookie": cookie}
        self._headers["X-CSRFToken"] = self._ask("GET", "/api/phone", None, 200)["csrf_token"]
        self._connection.close()

    def send_all(self, visits: Sequence[int], answers: Mapping[str, str]) -> None:
        """Answers by question; the photos go to the first ones."""
        for visit in visits:
            self._send(f"/api/visits/{visit}", answers)
            self._connection.close()  # each visit by a phone of its own

    def _send(self, address: str, answers: Mapping[str, str]) -> None:
        device = str(uuid4())
        taken = {str(uuid4()): data for data in self.photos}
        questions = dict(zip(taken, answers, strict=False))
        said = [(question, "answer", "", value) for question, value in answers.items()]
        said += [(question, "photo", photo, "attached") for photo, question in questions.items()]
        operations = [_operation(device, number, *one) for number, one in enumerate(said, start=1)]
        for begin in range(0, len(operations), AT_ONCE):
            content = {"operations": operations[begin : begin + AT_ONCE], "sent_at": now().isoformat()}
            results = self._ask("POST", f"{address}/operations", content, 200)["results"]
            assert {result["state"] for result in results} == {"stored"}
        hashes = {photo: hashlib.sha256(data).hexdigest() for photo, data in taken.items()}
        for photo, data in taken.items():
            place = f"{address}/photos/{photo}?question={questions[photo]}&sha256={hashes[photo]}"
            self._ask("PUT", place, data, 201)
        ids = [operation["id"] for operation in operations]
        manifest = {"operations": ids, "photos": hashes, "count": len(ids) + len(hashes)}
        self._ask("POST", f"{address}/submission", manifest | {"digest": digest_of(ids, hashes)}, 200)

    def _ask(self, method: str, address: str, content: object, status: int) -> Any:  # noqa: ANN401 - any JSON
        body = content if isinstance(content, bytes) else json.dumps(content).encode()
        kind = "application/octet-stream" if body is content else "application/json"
        self._connection.request(method, address, body, self._headers | {"Content-Type": kind})
        answer = self._connection.getresponse()
        text = answer.read()
        if given := answer.getheader("Set-Cookie"):
            self._headers["Cookie"] = given.partition(";")[0]
        assert answer.status == status, (method, address, answer.status, text)
        return json.loads(text)


def _operation(device: str, counter: int, question: str, field: str, item: str, value: str) -> dict[str, Any]:
    return {
        "id": str(uuid4()),
        "question": question,
        "field": field,
        "item": item,
        "value": value,
        "device": device,
        "counter": counter,
        "base": None,
        "phone_at": now().isoformat(),
    }
