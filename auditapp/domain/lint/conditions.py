"""Conditions: they refer to earlier questions and to answers that exist, and some answers make them true."""

from collections.abc import Iterator, Mapping, Sequence

from auditapp.domain.checklist import MEASURED_TYPES, OPTION_TYPES, Checklist, Question, Test
from auditapp.domain.lint.findings import Placed, finding, placed_questions
from auditapp.domain.lint.reach import Reach, each_test
from auditapp.domain.problems import Problem, suggestion


def conditions(checklist: Checklist) -> Iterator[Problem]:
    """References are sound (C4); and where they are, the question can be asked at all."""
    placed = list(placed_questions(checklist))
    first = {here.question.key: index for index, here in reversed(list(enumerate(placed)))}
    reach = Reach(checklist)
    for index, here in enumerate(placed):
        wrong = list(_wrong_references(placed, first, index))
        yield from wrong
        if not wrong and not reach.can_be_asked(index):
            yield finding("unreachable_question", here.path, key=here.question.key)


def _wrong_references(placed: Sequence[Placed], first: Mapping[str, int], index: int) -> Iterator[Problem]:
    here = placed[index]
    for path, test in each_test(here.question.show_when, f"{here.path}.show_when"):
        target = first.get(test.question)
        if target is None:
            earlier = [there.question.key for there in placed[:index]]
            yield finding(
                "unknown_question",
                f"{path}.question",
                name=test.question,
                **suggestion(test.question, earlier),
            )
        elif target >= index:
            code = "self_reference" if target == index else "forward_reference"
            yield finding(code, f"{path}.question", name=test.question)
        else:
            yield from _unfit(path, test, placed[target].question)


def _unfit(path: str, test: Test, target: Question) -> Iterator[Problem]:
    """Options are tested by `in`, measured values by `at_least` and `at_most`."""
    if test.one_of is not None and target.type not in OPTION_TYPES:
        yield finding("condition_unfit", f"{path}.in", question=target.key, type=target.type)
    elif test.one_of is not None:
        yield from _unknown_options(f"{path}.in", test.one_of, target)
    for name, limit in (("at_least", test.at_least), ("at_most", test.at_most)):
        if limit is not None and target.type not in MEASURED_TYPES:
            yield finding("condition_unfit", f"{path}.{name}", question=target.key, type=target.type)


def _unknown_options(path: str, tested: Sequence[str], target: Question) -> Iterator[Problem]:
    keys = [option.key for option in target.options]
    for index, key in enumerate(tested):
        if key not in keys:
            yield finding(
                "unknown_option", f"{path}[{index}]", option=key, question=target.key, **suggestion(key, keys)
            )
