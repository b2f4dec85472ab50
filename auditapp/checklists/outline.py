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
        title=_texts(content.get("title")) or {"en": str(content.get("slug", ""))},
        channel=Channel(channel) if channel in set(Channel) else None,
        languages=tuple(code for code in _list(languages) if code in set(Language)),
        questions=sum(
            len(_list(_map(section).get("questions"))) for section in _list(content.get("sections"))
        ),
    )


def _texts(value: object) -> Texts:
    return {
        language: text for language, text in _map(value).items() if isinstance(text, str) and text.strip()
    }


def _map(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
