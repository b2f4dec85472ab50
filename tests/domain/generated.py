"""Checklists and answers made by chance, from a seed or by Hypothesis: every type, policy and oddity that scoring meets."""

from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

from auditapp.domain.answers import Answer, Value
from auditapp.domain.checklist import MEASURED_TYPES, OPTION_TYPES, Checklist, Question, QuestionType
from tests.domain.shorthand import checklist_of

WEIGHTS = (0, 1, 1, 2, 0.7, 33.3)
POINTS = (-2, -0.5, 0, 0, 1, 1, 2, 0.3, 3)
LIMITS = (0, 1, 2.5, 7, 30)
EFFECTS: tuple[Any, ...] = ("flag", "zero_section", {"cap_total": 50}, {"cap_total": 33.3}, "zero_total")
EVIDENCE = ("never", "optional", "on_loss", "always")
SCENARIOS = ("calm", "rude")


def random_checklist(chance: Random, *, conditions: bool = True) -> Checklist:
    """A checklist that can be read; many would not pass the linter, which scoring must not depend on.

    Without conditions, answers count independently of each other.
    """
    questions: list[dict[str, Any]] = []
    sections: list[dict[str, Any]] = []
    for number in range(chance.randint(1, 4)):
        own: list[dict[str, Any]] = []
        for _ in range(chance.randint(0, 5)):
            own.append(_question(chance, f"q{len(questions)}", questions if conditions else []))
            questions.append(own[-1])
        sections.append({"key": f"s{number}", "weight": chance.choice(WEIGHTS), "questions": own})
        if chance.random() < 0.2:
            sections[-1]["scenarios"] = chance.sample(SCENARIOS, chance.randint(1, 2))
    return checklist_of({"policy": _policy(chance), "scenarios": SCENARIOS, "sections": sections})


def random_scenario(chance: Random) -> str | None:
    """A scenario of `random_checklist`, or none."""
    return chance.choice((None, *SCENARIOS))


def random_answers(chance: Random, checklist: Checklist) -> dict[str, Answer]:
    """Some questions answered, some N/A, some left open."""
    return {question.key: random_answer(chance, question) for _, question in checklist.questions()}


def random_answer(chance: Random, question: Question) -> Answer:
    """An answer that the question takes, or none."""
    open_ = question.type is QuestionType.PHOTO or chance.random() < 0.2
    return Answer(
        value=None if open_ else random_value(chance, question),
        na=question.allow_na and chance.random() < 0.3,
        remark=chance.choice(("", " ", "seen")),
        photos=("photo",) * chance.randint(0, 1),
    )


def random_value(chance: Random, question: Question) -> Value:
    """A value that the question takes."""
    keys = [option.key for option in question.options]
    if question.type is QuestionType.MULTI:
        return chance.sample(keys, chance.randint(0, len(keys)))
    if question.type in OPTION_TYPES:
        return chance.choice(keys)
    if question.type in MEASURED_TYPES:
        return _measure(chance, question.type)
    return {QuestionType.DATE: "2026-03-31", QuestionType.TIME: "14:05"}.get(question.type, "seen")


def _measure(chance: Random, kind: QuestionType) -> Value:
    number = chance.choice(LIMITS) + chance.choice((0, 0, 1, 0.0001))
    if kind is QuestionType.DURATION:
        return number
    if kind in {QuestionType.NUMBER, QuestionType.MONEY}:
        return f"{number:.4f}"
    return min(int(number), 10)


def _policy(chance: Random) -> dict[str, Any]:
    return {
        "na": chance.choice(("exclude", "full")),
        "total": chance.choice(("sections", "points")),
        "bonus_cap": chance.random() < 0.7,
        "critical": chance.choice(EFFECTS),
    }


def _question(chance: Random, key: str, earlier: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    kind = chance.choice(list(QuestionType))
    question: dict[str, Any] = {
        "key": key,
        "type": kind.value,
        "weight": chance.choice(WEIGHTS),
        "allow_na": chance.random() < 0.5,
        "bonus": chance.random() < 0.15,
        "scored": chance.random() < 0.9,
        "required": chance.random() < 0.7,
        "evidence": {"comment": chance.choice(EVIDENCE), "photo": chance.choice(EVIDENCE)},
        **_steps(chance, kind),
    }
    if chance.random() < 0.25:
        question |= _critical(chance, question)
    if earlier and chance.random() < 0.4:
        question["show_when"] = _condition(chance, earlier)
    return question


def _steps(chance: Random, kind: QuestionType) -> dict[str, Any]:
    if kind in MEASURED_TYPES:
        limits = sorted(chance.sample(LIMITS, chance.randint(0, 3)))
        steps = [{"up_to": limit, "points": chance.choice(POINTS)} for limit in limits]
        return {"thresholds": [*steps, {"points": chance.choice(POINTS)}] if chance.random() < 0.8 else steps}
    if kind not in OPTION_TYPES:
        return {}
    keys = ("yes", "no") if kind is QuestionType.YES_NO else ("a", "b", "c", "d")[: chance.randint(1, 4)]
    options = {key: chance.choice((None, *POINTS)) for key in keys}
    capped = kind is QuestionType.MULTI and chance.random() < 0.5
    return {"options": options, "max_points": chance.choice((1, 2, 2.5)) if capped else None}


def _critical(chance: Random, question: Mapping[str, Any]) -> dict[str, Any]:
    """An effect; and failing options, where only those that earn least fail, so that no better answer does."""
    critical = {"critical": chance.choice((True, *EFFECTS))}
    options = question.get("options", {})
    if question["type"] == "multi" or not options or chance.random() < 0.5:
        return critical
    least = min(points or 0 for points in options.values())
    return critical | {"fails_on": [key for key, points in options.items() if (points or 0) == least]}


def _condition(chance: Random, earlier: Sequence[Mapping[str, Any]], depth: int = 2) -> dict[str, Any]:
    kind = chance.choice(("all", "any", "not", "test", "test")) if depth else "test"
    if kind == "not":
        return {"not": _condition(chance, earlier, depth - 1)}
    if kind in {"all", "any"}:
        return {kind: [_condition(chance, earlier, depth - 1) for _ in range(chance.randint(1, 3))]}
    return _test(chance, chance.choice(earlier))


def _test(chance: Random, question: Mapping[str, Any]) -> dict[str, Any]:
    key = question["key"]
    options = list(question.get("options", {}))
    if options and chance.random() < 0.8:
        return {"question": key, "in": chance.sample(options, chance.randint(1, len(options)))}
    if chance.random() < 0.6:
        return {"question": key, chance.choice(("at_least", "at_most")): chance.choice(LIMITS)}
    return {"question": key, "answered": True}
