"""What lists say of a version, also of a draft that is not complete yet."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from auditapp.domain.checklist import Channel
from auditapp.domain.language import Language, Texts


@dataclass(frozen=True, slots=True)
class Outline:
    """As far as it is known: an unnamed checklist is called by its slug."""

    title: Texts
    channel: Channel | None
    languages: tuple[str, ...]
    questions: int


def outline_of(content: Mapping[str, Any]) -> Outline:
    """The outline of a definition, however incomplete."""
    channel, languages = content.get("channel"), content.get("languages")
    return Outline(
        title=texts_of(content.get("title")) or {"en": str(content.get("slug", ""))},
        channel=Channel(channel) if channel in set(Channel) else None,
        languages=tuple(code for code in as_list(languages) if code in set(Language)),
        questions=sum(
            len(as_list(as_map(section).get("questions"))) for section in as_list(content.get("sections"))
        ),
    )


def texts_of(value: object) -> Texts:
    """The texts that are written; none where something else stands."""
    return {
        language: text for language, text in as_map(value).items() if isinstance(text, str) and text.strip()
    }


def as_map(value: object) -> Mapping[str, Any]:
    """The value if it is a map, else an empty one."""
    return value if isinstance(value, dict) else {}


def as_list(value: object) -> list[Any]:
    """The value if it is a list, else an empty one."""
    return value if isinstance(value, list) else []
