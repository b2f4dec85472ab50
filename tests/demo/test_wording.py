"""What the demo's auditors write: in their language and script, and about facts."""

from collections.abc import Iterator
from random import Random

import pytest

from auditapp.demo.answers import Given, Level, level_of
from auditapp.demo.people import PEOPLE
from auditapp.demo.wording import pen_of
from auditapp.domain.checklist import OPTION_TYPES, Question, Section
from auditapp.domain.language import Language
from tests.demo.test_answers import EVERY_TYPE, SHIPPED, START, filled

WRITTEN = {
    Language.SERBIAN_LATIN: ("retail-visit", "difficult-customer"),
    Language.CROATIAN: ("retail-visit", "difficult-customer"),
    Language.HUNGARIAN: ("retail-visit", "mystery-call"),
    Language.SLOVAK: ("retail-visit", "mystery-call"),
}
CYRILLIC = set("абвгдђежзијклљмнњопрстћуфхцчџш")


def losses_that_ask_for_a_remark(slug: str) -> Iterator[Given]:
    """One answer of each losing level of each question that wants a remark then; knock-outs are told by the story."""
    for section, question in SHIPPED[slug].questions():
        if question.evidence.comment in {"on_loss", "always"}:
            for level in losing_levels(question):
                yield loss(section, question, level)


def losing_levels(question: Question) -> set[Level]:
    values = [option.key for option in question.options]
    levels = {level_of(question, value) for value in values} - {Level.FULL}
    return levels if question.critical is None else levels - {Level.NONE}


def loss(section: Section, question: Question, level: Level) -> Given:
    value = next(option.key for option in question.options if level_of(question, option.key) is level)
    return Given(section, question, level, value)


@pytest.mark.parametrize(
    "language,slug", [(language, slug) for language, slugs in WRITTEN.items() for slug in slugs]
)
def test_there_are_words_for_every_loss_that_needs_them(language: Language, slug: str) -> None:
    pen = pen_of(language)
    given = [*losses_that_ask_for_a_remark(slug)]
    assert given
    assert [f"{one.question.key} {one.level}" for one in given if not pen.has_remark(slug, one)] == []


@pytest.mark.parametrize("language", WRITTEN)
def test_remarks_are_kept_at_questions_that_exist(language: Language) -> None:
    for slug in WRITTEN[language]:
        texts = pen_of(language).texts[slug]
        questions = {question.key: question for _, question in SHIPPED[slug].questions()}
        assert set(texts["questions"]) <= set(questions)
        assert set(texts["sections"]) <= {section.key for section in SHIPPED[slug].sections}
        for key, remarks in texts["questions"].items():
            assert set(remarks) <= set(Level), key
            if questions[key].type in OPTION_TYPES:
                assert "{" not in str([*remarks.values()]).replace("{'", ""), key


def test_serbian_is_written_in_the_auditors_script() -> None:
    one = next(losses_that_ask_for_a_remark("retail-visit"))
    cyrillic = pen_of(Language.SERBIAN_CYRILLIC).remark("retail-visit", one, 0)
    latin = pen_of(Language.SERBIAN_LATIN).remark("retail-visit", one, 0)
    assert set(cyrillic.lower()) & CYRILLIC
    assert not set(latin.lower()) & CYRILLIC


def test_measured_values_stand_in_the_remark() -> None:
    section, question = next(
        (section, question)
        for section, question in SHIPPED["retail-visit"].questions()
        if question.key == "welcome_help_wait"
    )
    given = Given(section, question, Level.PART, 215)
    assert "3 min 35 s" in pen_of(Language.CROATIAN).remark("retail-visit", given, 0)
    assert "{" not in pen_of(Language.SERBIAN_LATIN).remark("retail-visit", given, 0)


def test_an_answer_nobody_wrote_about_speaks_for_itself() -> None:
    given = {one.question.key: one for one in filled(EVERY_TYPE, None, Level.NONE)}
    pen = pen_of(Language.SLOVAK)
    assert pen.remark("every-type", given["choice"], 3) == "x"
    assert pen.remark("every-type", given["number"], 3) == given["number"].value
    assert pen.remark("every-type", given["duration"], 3).endswith((" s", " min"))


def test_the_summary_names_what_was_good_and_what_weighed_most() -> None:
    checklist = SHIPPED["retail-visit"]
    good = filled(checklist, "gift_buyer", Level.FULL)
    pen = pen_of(Language.HUNGARIAN)
    rng = Random(1)  # noqa: S311 - fiction
    sections = pen.texts["retail-visit"]["sections"]
    weak = [
        one if one.section.key != "offer" else Given(one.section, one.question, Level.NONE, one.value)
        for one in good
    ]
    assert sections["offer"]["weak"] in pen.summary("retail-visit", weak, rng)
    assert not any(section["weak"] in pen.summary("retail-visit", good, rng) for section in sections.values())
    assert pen.summary("retail-visit", [], rng)


def test_everybody_who_audits_has_a_hand() -> None:
    for person in PEOPLE:
        assert (person.role == "auditor") == (person.writes is not None)
        if person.writes:
            assert pen_of(person.writes).texts["closing"]


def test_call_times_are_those_of_the_visit() -> None:
    given = {
        one.question.key: one
        for one in filled(SHIPPED["mystery-call"], "problem", Level.FULL, {"callback_promised": "yes"})
    }
    assert given["call_time"].value == START.strftime("%H:%M")
    assert str(given["callback_time"].value) > str(given["call_time"].value)
