"""The file that a phone exports as the last resort: JSON Lines, a header first, then operations and photos in any order.

{"kind": "auditapp-export", "version": 1, "user": 3, "made_at": "…"}
{"kind": "operation", "visit": 12, "operation": {…}}
{"kind": "photo", "visit": 12, "id": "…", "question": "…", "sha256": "…", "source": "…", "file_at": "…", "picked_at": "…", "data": "<base64>"}
"""

import base64
import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, BinaryIO, TypeAlias
from uuid import UUID

from pydantic import BaseModel, Field, ValidationError

from auditapp.core.images import MAX_BYTES
from auditapp.domain.operations import MalformedOperation, Operation, read_moment, read_operation
from auditapp.visits.log import Upload
from auditapp.visits.models import PhotoSource

KIND, VERSION = "auditapp-export", 1
LONGEST_LINE = MAX_BYTES * 4 // 3 + 10_000
"""The largest photo that we take, as base64, and what stands beside it."""
LONGEST_OPERATION = 64_000
"""A remark of 4000 letters, even if each is written as an escape, and what stands beside it."""
MOST_LINES = 200_000
_Number: TypeAlias = Annotated[int, Field(strict=True, ge=1, le=2**31 - 1)]


class NotAnExport(Exception):  # noqa: N818 - reads as the fact that it states
    """The file as a whole cannot be imported; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Line:
    """One thing of the file, for one visit; or, with a `problem`, a line that nothing can be read from."""

    number: int
    visit_id: int = 0
    content: Operation | Upload | None = None
    problem: str = ""


class _Header(BaseModel):
    version: _Number
    user: _Number


class _Item(BaseModel):
    visit: _Number


class _PhotoLine(BaseModel):
    id: UUID
    question: Annotated[str, Field(max_length=64)]
    sha256: Annotated[str, Field(max_length=64)] = ""
    source: Any = None
    file_at: Any = None
    picked_at: Any = None
    data: str


class PhoneExport:
    """An exported file, read line by line: one photo at a time is in memory."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.user_id = self._read_header()

    def lines(self) -> Iterator[Line]:
        """Everything below the header; nothing for empty lines. The last line says so if there are too many."""
        number = 1
        while raw := self._file.readline(LONGEST_LINE + 1):
            number += 1
            if number > MOST_LINES:
                yield Line(number, problem="too_many_lines")
                return
            if len(raw) > LONGEST_LINE:
                self._skip_to_the_end_of(raw)
                yield Line(number, problem="line_too_long")
            elif raw.strip():
                yield _line(number, raw)

    def _read_header(self) -> int:
        """Whose work it is. Raises NotAnExport."""
        try:
            raw = json.loads(self._file.readline(1000).decode("utf-8-sig"))
        except (ValueError, RecursionError):
            raise NotAnExport("not_an_export") from None
        if not isinstance(raw, dict) or raw.get("kind") != KIND:
            raise NotAnExport("not_an_export")
        try:
            header = _Header.model_validate(raw)
        except ValidationError:
            raise NotAnExport("not_an_export") from None
        if header.version > VERSION:
            raise NotAnExport("newer_version")
        return header.user

    def _skip_to_the_end_of(self, raw: bytes) -> None:
        while raw and not raw.endswith(b"\n"):
            raw = self._file.readline(1_000_000)


def _line(number: int, raw: bytes) -> Line:
    try:
        content = json.loads(raw.decode())
    except UnicodeDecodeError:
        return Line(number, problem="not_utf8")
    except (ValueError, RecursionError):
        return Line(number, problem="damaged_line")
    kind = content.get("kind") if isinstance(content, dict) else None
    if kind not in tuple(KINDS):
        return Line(number, problem="unknown_kind")
    read, longest = KINDS[kind]
    if len(raw) > longest:
        return Line(number, problem="line_too_long")
    try:
        return Line(number, _Item.model_validate(content).visit, read(content))
    except (MalformedOperation, ValueError):
        return Line(number, problem="damaged_line")


def _operation(content: dict[str, Any]) -> Operation:
    return read_operation(content.get("operation"))


def _photo(content: dict[str, Any]) -> Upload:
    """Raises ValueError for what is no photo line, and for damaged base64."""
    told = _PhotoLine.model_validate(content)
    data = base64.b64decode(told.data, validate=True)
    return Upload(
        id=told.id,
        question=told.question,
        sha256=told.sha256 or hashlib.sha256(data).hexdigest(),
        data=data,
        source=PhotoSource(told.source) if told.source in list(PhotoSource) else None,
        file_at=read_moment(told.file_at),
        picked_at=read_moment(told.picked_at),
    )


KINDS: Mapping[str, tuple[Callable[[dict[str, Any]], Operation | Upload], int]] = {
    "operation": (_operation, LONGEST_OPERATION),
    "photo": (_photo, LONGEST_LINE),
}
"""How the line of a kind is read, and how long it may be."""
