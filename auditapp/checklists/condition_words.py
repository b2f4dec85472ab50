"""When a question is asked, in words (C4)."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Literal

from babel.lists import format_list
from flask_babel import gettext as _

from auditapp.core.i18n import locale_of, number_text
from auditapp.domain.checklist import All, AnyOf, Checklist, Condition, Not, Question, QuestionType, Test
from auditapp.domain.language import Language, text_in

NO_NAMES: Mapping[str, str] = MappingProxyType({})


def condition_text(
    checklist: Checklist, condition: Condition, language: Language, names: Mapping[str, str] = NO_NAMES
) -> str:
    """The condition as part of a sentence: “Seated?” is answered with “No”. gettext has to speak `language`, too.

    A question is called by its text, unless `names` has another name for its key.
    """
    questions = {question.key: question for _section, question in checklist.questions()}
    return _Writer(questions, language, names).text(condition)


class _Writer:
    def __init__(
        self, questions: Mapping[str, Question], language: Language, names: Mapping[str, str]
    ) -> None:
        self.questions, self.language, self.names = questions, language, names

    def text(self, condition: Condition) -> str:
        if isinstance(condition, All):
            return self._joined((self._inner(part) for part in condition.parts), "standard")
        if isinstance(condition, AnyOf):
            return self._joined((self._inner(part) for part in condition.parts), "or")
        if isinstance(condition, Not):
            return str(_("it is not so that %(condition)s", condition=self._inner(condition.part)))
        return self._joined(self._facts(condition), "standard")

    def _inner(self, condition: Condition) -> str:
        """In brackets where it consists of parts itself."""
        text = self.text(condition)
        return f"({text})" if isinstance(condition, All | AnyOf) and len(condition.parts) > 1 else text

    def _facts(self, test: Test) -> Iterator[str]:
        asked = self.questions.get(test.question)
        text = text_in(asked.text, self.language) if asked else test.question
        name = self.names.get(test.question, text)
        if test.one_of is not None:
            options = self._joined((self._option(asked, key) for key in test.one_of), "or")
            yield _("“%(question)s” is answered with %(options)s", question=name, options=options)
        if test.at_least is not None:
            yield _(
                "“%(question)s” is at least %(number)s",
                question=name,
                number=self._number(asked, test.at_least),
            )
        if test.at_most is not None:
            yield _(
                "“%(question)s” is at most %(number)s",
                question=name,
                number=self._number(asked, test.at_most),
            )
        if test.answered:
            yield _("“%(question)s” is answered", question=name)

    def _option(self, asked: Question | None, key: str) -> str:
        option = asked.option(key) if asked else None
        return str(_("“%(text)s”", text=text_in(option.label, self.language) if option else key))

    def _number(self, asked: Question | None, number: Decimal) -> str:
        text = number_text(number, self.language, decimals=4)
        is_duration = asked is not None and asked.type is QuestionType.DURATION
        return str(_("%(seconds)s s", seconds=text)) if is_duration else text

    def _joined(self, parts: Iterable[str], style: Literal["standard", "or"]) -> str:
        return str(format_list(list(parts), style=style, locale=locale_of(self.language)))
