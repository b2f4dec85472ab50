"""The shared vectors of merging (merge_vectors/*.yaml), written out as phone and server hold them."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import yaml

from auditapp.domain.answers import Answer
from auditapp.domain.conflicts import conflicts
from auditapp.domain.operations import Operation, Stamp, fold, read_operation

VECTORS = Path(__file__).parent / "merge_vectors"
NOON = "2026-03-31T12:00:00+00:00"
USUAL: Mapping[str, Any] = {"question": "", "item": "", "base": None, "phone_at": NOON}
UNTOUCHED: Mapping[str, Any] = {"value": None, "na": False, "remark": "", "photos": []}


@dataclass(frozen=True, slots=True)
class Merge:
    """One case: operations as JSON in the order in which they arrive, and what they add up to, as JSON, too."""

    name: str
    why: str
    arriving: list[dict[str, Any]]
    expect: dict[str, Any]

    @property
    def operations(self) -> list[Operation]:
        """The same as the domain holds them."""
        return [read_operation(raw) for raw in self.arriving]


def merges() -> Iterator[Merge]:
    """The vectors of all files."""
    for path in sorted(VECTORS.glob("*.yaml")):
        for raw in yaml.safe_load(path.read_text(encoding="utf-8")):
            made = {short["id"]: _operation(short) for short in raw["operations"]}
            yield Merge(
                name=f"{path.stem}: {raw['name']}",
                why=raw["why"],
                arriving=[made[number] for number in raw["arrive"]],
                expect=_whole(raw["expect"]),
            )


def merged(operations: list[Operation]) -> dict[str, Any]:
    """What the server makes of operations, in the form of `Merge.expect`."""
    capture = fold(operations)
    return {
        "answers": {question: _plain(answer) for question, answer in capture.answers.items()},
        "check_in": _stamp(capture.check_in),
        "check_out": _stamp(capture.check_out),
        "conflicts": [
            {"winner": conflict.winner.id, "others": [other.id for other in conflict.others]}
            for conflict in conflicts(operations)
        ],
    }


def _operation(short: Mapping[str, Any]) -> dict[str, Any]:
    whole: dict[str, Any] = {**USUAL, **short}
    names = {name: _uuid(whole[name]) for name in ("id", "item", "base") if isinstance(whole[name], int)}
    return whole | names


def _whole(short: Mapping[str, Any]) -> dict[str, Any]:
    """The expectation with nothing left out."""
    answers = {question: dict(UNTOUCHED) | answer for question, answer in short.get("answers", {}).items()}
    for answer in answers.values():
        answer["photos"] = [_uuid(photo) for photo in answer["photos"]]
    return {
        "answers": answers,
        "check_in": short.get("check_in"),
        "check_out": short.get("check_out"),
        "conflicts": [
            {"winner": _uuid(conflict["winner"]), "others": [_uuid(other) for other in conflict["others"]]}
            for conflict in short.get("conflicts", [])
        ],
    }


def _uuid(number: int) -> str:
    return str(UUID(int=number))


def _plain(answer: Answer) -> dict[str, Any]:
    return asdict(answer) | {"photos": list(answer.photos)}


def _stamp(stamp: Stamp | None) -> dict[str, Any] | None:
    if stamp is None:
        return None
    place = stamp.place.model_dump() if stamp.place else None
    return {"at": stamp.at.isoformat(), "place": place, "refused": stamp.refused}
