"""What the check found, in the editor's words: where a file has names, a form has fields."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from flask_babel import lazy_gettext as _

from auditapp.checklists.content_names import ContentNames
from auditapp.checklists.problem_texts import problem_text
from auditapp.checklists.words import TYPE_NAMES
from auditapp.core.i18n import OWN_NAMES
from auditapp.domain.checklist import QuestionType
from auditapp.domain.language import Language
from auditapp.domain.problems import Problem

MISSING: Mapping[str, object] = {
    "text": _("Write the question."),
    "title": _("Write a title."),
    "label": _("Say in words what this step is."),
    "brief": _("Write what the auditor does in this scenario."),
    "points": _("Give this step its points."),
    "from": _("Say from how many per cent this band counts."),
    "what": _("Say what the store should do."),
    "why": _("Say why it is worth doing."),
    "how": _("Say how it is done, one step a line."),
    "days": _("Say in how many days it should be done."),
    "owner": _("Choose who does it."),
}
TOO_FEW: Mapping[str, object] = {
    "sections": _("Add a first section."),
    "bands": _("Add a band."),
    "languages": _("Choose a language."),
}
AS_A_FORM: Mapping[str, object] = {
    "empty_condition": _("This condition asks for nothing yet. Choose a question and its answers."),
    "cap_without_number": _("Say to how many per cent the total is capped."),
    "critical_never_fails": _("No answer fails this critical question. Tick the answers that fail it."),
    "critical_always_fails": _("Every answer fails this critical question. Tick fewer."),
    "fails_on_unused": _(
        "Answers are ticked as failing, but the question is not critical. Make it so, or untick them."
    ),
    "question_without_points": _("No answer has points. Give them points, or untick “Counts in the score”."),
    "thresholds_missing": _("No measured value has points. Add steps, or untick “Counts in the score”."),
    "no_open_threshold": _(
        "The last step has to be open, so that every value has points: leave its limit empty."
    ),
    "threshold_unreachable": _(
        "No value can reach this step. Correct its limit, or the smallest and largest value."
    ),
    "missing_translation": _("The wording in %(language)s is missing."),
    "section_weight_zero": _(
        "This section has points but the weight 0, so they never count. Give it a weight."
    ),
    "section_without_points": _("This section has a weight but no points, so its weight never counts."),
    "empty_section": _("This section has no questions yet. Add some, or delete it."),
    "unknown_question": _(
        "The question that this condition asks for is not there any more. Choose another one."
    ),
    "self_reference": _("A condition cannot ask for its own question. Choose an earlier one."),
    "forward_reference": _(
        "“%(name)s” comes later. A condition can ask for earlier questions only: move one of the two, or choose another."
    ),
    "unknown_option": _(
        "The question “%(question)s” has no answer “%(option)s” any more. Tick its answers again."
    ),
    "condition_unfit": _(
        "“%(question)s” is answered in another way now (%(type)s). Choose again what its answer has to be."
    ),
    "unknown_scenario": _(
        "The section is asked in a scenario that is not there any more. Tick its scenarios again."
    ),
    "max_points_unfit": _("Full marks can be set only where several answers can be ticked. Remove them."),
    "max_points_unreachable": _("All answers together do not reach the full marks. Lower them."),
}
UNFIT: Mapping[str, object] = {
    "too_large": _("The checklist is too large to be kept: shorten its texts, or take questions out."),
    "too_deep": _("A condition is nested too deeply to be kept. Make it simpler."),
    "unreadable_text": _("Some text has characters that cannot be stored. Undo, and type it again."),
}


def finding_text(problem: Problem, content: Mapping[str, Any], language: Language) -> str:
    """What is wrong in the content and what to do, in the reader's language, with the names that the screen has."""
    name = problem.path.rpartition(".")[2]
    by_place = {"missing": MISSING, "no_text": MISSING, "too_few": TOO_FEW}.get(problem.code, {})
    own = by_place.get(name) or AS_A_FORM.get(problem.code)
    params = _named(problem, ContentNames(content, language))
    return str(own) % params if own else problem_text(replace(problem, params=params))


def _named(problem: Problem, names: ContentNames) -> Mapping[str, str]:
    """What the words are filled in with: texts for keys, languages and types by their names."""
    given = problem.params
    name_of: Mapping[str, Callable[[str], str]] = {
        "language": lambda code: OWN_NAMES[Language(code)],
        "compared_with": lambda code: OWN_NAMES[Language(code)],
        "type": lambda kind: str(TYPE_NAMES[QuestionType(kind)]),
        "question": names.question,
        "option": lambda key: names.option(given.get("question", ""), key),
        "scenario": names.scenario,
        **({"name": names.question} if problem.code == "forward_reference" else {}),
        **({"key": names.scenario} if problem.code == "scenario_asks_nothing" else {}),
    }
    return {one: name_of[one](value) if one in name_of else value for one, value in given.items()}


def unfit_text(code: str) -> str:
    """Why a draft cannot be kept at all."""
    return str(UNFIT.get(code, UNFIT["unreadable_text"]))
