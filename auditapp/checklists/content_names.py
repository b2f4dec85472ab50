"""What things in a definition are called on screen, however incomplete it is: by their numbers and texts, never by keys."""

from collections.abc import Iterator, Mapping
from typing import Any

from flask_babel import gettext as _

from auditapp.checklists.outline import as_list, as_map, texts_of
from auditapp.domain.checklist import YES_NO_LABELS
from auditapp.domain.language import Language, text_in


class ContentNames:
    """The names of what stands in `content`, in the reader's language. What is not there is called by its key."""

    def __init__(self, content: Mapping[str, Any], language: Language) -> None:
        self._sections = [as_map(section) for section in as_list(content.get("sections"))]
        self._scenarios = [as_map(scenario) for scenario in as_list(content.get("scenarios"))]
        self._language = language

    def section_at(self, at: int) -> str:
        """As the outline of the editor has it: “2 Welcome”."""
        return self._numbered(f"{at + 1}", self._part_at(self._sections, at).get("title"))

    def question_at(self, section: int, at: int) -> str:
        """The same for a question: “2.3 Is it clean?”."""
        question = self._part_at(as_list(self._part_at(self._sections, section).get("questions")), at)
        return self._numbered(f"{section + 1}.{at + 1}", question.get("text"))

    def scenario_at(self, at: int) -> str:
        """The title of a scenario."""
        return self._text(self._part_at(self._scenarios, at).get("title"))

    def question(self, key: str) -> str:
        """The text of a question."""
        return next((self._text(one.get("text")) for one in self._questions(key)), key)

    def scenario(self, key: str) -> str:
        """The title of the scenario with this key."""
        found = (one for one in self._scenarios if one.get("key") == key)
        return next((self._text(one.get("title")) for one in found), key)

    def option(self, question: str, key: str) -> str:
        """What an answer of a question is called."""
        options = (
            as_map(option) for one in self._questions(question) for option in as_list(one.get("options"))
        )
        labels = (
            option.get("label", YES_NO_LABELS.get(key)) for option in options if option.get("key") == key
        )
        return next((self._text(label) for label in labels), key)

    def _questions(self, key: str) -> Iterator[Mapping[str, Any]]:
        for section in self._sections:
            for question in map(as_map, as_list(section.get("questions"))):
                if question.get("key") == key:
                    yield question

    def _part_at(self, parts: list[Any], at: int) -> Mapping[str, Any]:
        return as_map(parts[at]) if at < len(parts) else {}

    def _numbered(self, number: str, texts: object) -> str:
        return f"{number} {self._text(texts)}"

    def _text(self, texts: object) -> str:
        return text_in(texts_of(texts), self._language) or str(_("without a text"))
