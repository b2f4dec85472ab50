"""The file that a phone exports as the last resort."""

import base64
import hashlib
from typing import Any
from uuid import uuid4

from tests.support.photos import jpeg

PHOTO = jpeg()


class ExportedFile:
    """What a phone of the auditor writes."""

    def __init__(self, user_id: int, visit_id: int) -> None:
        self.user_id, self.visit_id = user_id, visit_id
        self.counter = 0

    def header(self, **other: object) -> dict[str, Any]:
        """The first line; `other` parts replace its own, here and below."""
        return {
            "kind": "auditapp-export",
            "version": 1,
            "user": self.user_id,
            "made_at": "2026-03-10T11:00:00Z",
        } | other

    def operation(
        self, question: str, value: object, field: str = "answer", **other: object
    ) -> dict[str, Any]:
        """The line of the phone's next operation."""
        self.counter += 1
        operation = {
            "id": str(uuid4()),
            "question": question,
            "field": field,
            "item": "",
            "value": value,
            "device": "phone",
            "counter": self.counter,
            "base": None,
            "phone_at": "2026-03-10T10:00:00Z",
        }
        return {"kind": "operation", "visit": self.visit_id, "operation": operation | other}

    def photo(self, data: bytes = PHOTO, **other: object) -> dict[str, Any]:
        """The line of a photo."""
        return {
            "kind": "photo",
            "visit": self.visit_id,
            "id": str(uuid4()),
            "question": "receipt",
            "sha256": hashlib.sha256(data).hexdigest(),
            "source": "camera",
            "file_at": "2026-03-10T10:00:00Z",
            "picked_at": "2026-03-10T10:00:01Z",
            "data": base64.b64encode(data).decode(),
        } | other
