"""Names that stand twice, or for nothing: keys, bands, scenarios, empty sections."""

from collections.abc import Iterable, Iterator

from auditapp.domain.checklist import Checklist
from auditapp.domain.lint.findings import finding, placed_questions
from auditapp.domain.problems import Problem, suggestion


def duplicate_keys(checklist: Checklist) -> Iterator[Problem]:
    """Keys are unique: those of questions in the whole checklist, those of options in their question."""
    questions = list(placed_questions(checklist))
    yield from _repeated("section", "sections[{}]", (section.key for section in checklist.sections))
    yield from _repeated("band", "bands[{}]", (band.key for band in checklist.bands))
    yield from _repeated("scenario", "scenarios[{}]", (scenario.key for scenario in checklist.scenarios))
    yield from _repeated("language", "languages[{}]", checklist.languages)
    for index in _repetitions(placed.question.key for placed in questions):
        yield finding(
            "duplicate_key", questions[index].path, kind="question", key=questions[index].question.key
        )
    for placed in questions:
        yield from _repeated(
            "option", placed.path + ".options[{}]", (option.key for option in placed.question.options)
        )


def _repeated(kind: str, path: str, keys: Iterable[str]) -> Iterator[Problem]:
    known = list(keys)
    for index in _repetitions(known):
        yield finding("duplicate_key", path.format(index), kind=kind, key=known[index])


def _repetitions(values: Iterable[object]) -> Iterator[int]:
    """The places of values that stood before."""
    seen: set[object] = set()
    for index, value in enumerate(values):
        if value in seen:
            yield index
        seen.add(value)


def bands(checklist: Checklist) -> Iterator[Problem]:
    """Every score has exactly one band: one starts at 0, no two at the same percentage."""
    for index in _repetitions(band.start for band in checklist.bands):
        yield finding("duplicate_band", f"bands[{index}]", start=str(checklist.bands[index].start))
    if all(band.start > 0 for band in checklist.bands):
        yield finding("no_band_at_zero", "bands")


def scenarios(checklist: Checklist) -> Iterator[Problem]:
    """Sections name scenarios that exist, and each scenario asks something."""
    known = [scenario.key for scenario in checklist.scenarios]
    for at, section in enumerate(checklist.sections):
        for place, key in enumerate(section.scenarios):
            if key not in known:
                yield finding(
                    "unknown_scenario",
                    f"sections[{at}].scenarios[{place}]",
                    name=key,
                    **suggestion(key, known),
                )
    for at, key in enumerate(known):
        if not any(section.questions for section in checklist.sections_in(key)):
            yield finding("scenario_asks_nothing", f"scenarios[{at}]", key=key)


def empty_sections(checklist: Checklist) -> Iterator[Problem]:
    """A section asks something."""
    for at, section in enumerate(checklist.sections):
        if not section.questions:
            yield finding("empty_section", f"sections[{at}]", key=section.key)
