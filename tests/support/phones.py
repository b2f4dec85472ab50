"""A phone as the server sees it: the capture page's scripts, without the page."""

import json
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import uuid4

from werkzeug.test import TestResponse

from auditapp.core.clock import now
from tests.support.pages import PageClient


class Phone:
    """Sends operations, photos and the submission of one visit as whoever `client` is logged in as."""

    def __init__(self, client: PageClient, visit_id: int, device: str = "phone") -> None:
        self.http, self.address, self.device = client.http, f"/api/visits/{visit_id}", device
        self.counter = 0
        self.token = self.get("").get_json()["csrf_token"]

    def operation(self, question: str, value: Any, field: str = "answer", **other: Any) -> dict[str, Any]:  # noqa: ANN401 - any JSON
        """The next operation of this phone; `other` parts replace its own."""
        self.counter += 1
        return {
            "id": str(uuid4()),
            "question": question,
            "field": field,
            "item": "",
            "value": value,
            "device": self.device,
            "counter": self.counter,
            "phone_at": now().isoformat(),
        } | other

    def get(self, path: str) -> TestResponse:
        """Ask for something."""
        return self.http.get(self.address + path, headers={"Accept": "application/json"})

    def send(self, operations: Sequence[object], status: int = 200, **more: object) -> dict[str, Any]:
        """Send operations, with whatever stands beside them; the whole answer."""
        return self.post("/operations", {"operations": operations, **more}, status)

    def news(self, after: object = 0) -> dict[str, Any]:
        """What was received after this sequence."""
        answer: dict[str, Any] = self.get(f"/operations?after={after}").get_json()
        return answer

    def results(self, operations: Sequence[object]) -> list[tuple[str, str | None]]:
        """Send operations; what became of each, and the code of a refusal."""
        sent = self.send(operations)["results"]
        return [(result["state"], result.get("code")) for result in sent]

    def answer(self, **values: Any) -> None:  # noqa: ANN401 - any JSON
        """Answer questions, each with a value that has to be taken."""
        outcomes = self.results([self.operation(question, value) for question, value in values.items()])
        assert {state for state, _ in outcomes} == {"stored"}, outcomes

    def attach(self, question: str, photo: bytes) -> str:
        """Take a photo: upload it, and put it at its question. Gives its id."""
        photo_id = str(uuid4())
        assert self.put(photo_id, question, photo).status_code == 201
        assert self.results([self.operation(question, "attached", "photo", item=photo_id)]) == [
            ("stored", None)
        ]
        return photo_id

    def put(self, photo_id: str, question: str, photo: bytes, sha256: str = "", **told: str) -> TestResponse:
        """Upload a photo, with what is told of its origin."""
        query = {"question": question, **told} | ({"sha256": sha256} if sha256 else {})
        address = f"{self.address}/photos/{photo_id}"
        return self.http.put(address, query_string=query, data=photo, headers=self._headers())

    def submit(
        self,
        status: int,
        operations: Sequence[str] = (),
        photos: Sequence[str] | Mapping[str, str] = (),
        **more: object,
    ) -> dict[str, Any]:
        """Hand the visit in, naming what was sent, with whatever stands beside it."""
        return self.post("/submission", {"operations": operations, "photos": photos, **more}, status)

    def post(self, path: str, content: object, status: int) -> dict[str, Any]:
        """Send JSON."""
        response = self.http.post(
            self.address + path,
            data=json.dumps(content),
            content_type="application/json",
            headers=self._headers(),
        )
        assert response.status_code == status, (response.status_code, response.get_data(as_text=True))
        answer: dict[str, Any] = response.get_json()
        return answer

    def _headers(self) -> dict[str, str]:
        return {"Accept": "application/json", "X-CSRFToken": self.token}
