"""What is wrong with a checklist definition, in words with a remedy, by the codes of parser and linter."""

from collections.abc import Mapping

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from auditapp.checklists.import_texts import IMPORT_TEXTS
from auditapp.domain.problems import Problem

FILE = {
    "file_too_large": _("The file is larger than %(limit)s. Split the checklist or shorten its texts."),
    "not_utf8": _("The file is not text in UTF-8. Save it again with that encoding."),
    "not_yaml": _("This is not YAML: %(reason)s. Check indentation, colons and quotes around this line."),
    "yaml_alias": _("YAML anchors and aliases are not taken. Write the content out."),
    "yaml_tag": _("YAML tags (words after an exclamation mark) are not taken. Write the plain value."),
    "yaml_key": _("A name has to be a plain word here, not a list or a map. Correct the line."),
    "yaml_duplicate_key": _("“%(key)s” stands twice here. Remove one of the two."),
}
SHAPE = {
    "missing": _("“%(name)s” is missing. Add it."),
    "unknown_field": _("“%(name)s” is not a known name. Correct or remove it."),
    "unknown_value": _("“%(value)s” is not possible here. Use one of: %(expected)s."),
    "unknown_effect": _("This critical effect is not known. Use one of: %(expected)s."),
    "unknown_language": _(
        "“%(value)s” is not a language that texts are stored in. Use one of: %(expected)s."
    ),
    "not_a_map": _("Names with values are expected here, each on a line of its own."),
    "not_a_list": _("A list is expected here, each entry beginning with a dash."),
    "not_a_text": _("A text is expected here. Put it in quotes if it looks like a number or a date."),
    "unreadable_text": _("This text has characters that cannot be stored. Type it again."),
    "bad_key": _(
        "This key is not possible. Use small letters a to z, digits and underscores, a letter first."
    ),
    "empty_text": _("This text is empty. Write it, or leave the whole field out."),
    "text_too_long": _("This text is too long; at most %(limit)s characters are possible. Shorten it."),
    "too_few": _("There are too few entries here; at least %(limit)s is needed."),
    "too_many": _("There are too many entries here; at most %(limit)s are possible."),
    "too_many_questions": _("A checklist can have at most %(limit)s questions. Make two of it."),
    "not_a_number": _("A number is expected here."),
    "not_a_whole_number": _("A whole number is expected here."),
    "number_too_large": _("This number is too large; the most is %(limit)s."),
    "number_too_small": _("This number is too small; the least is %(limit)s."),
    "too_many_decimals": _("This number has too many decimals; at most %(limit)s are possible."),
    "not_true_or_false": _("Either true or false is expected here."),
    "too_deep": _("This is nested too deeply. Write it with fewer levels."),
    "no_text": _("A text in at least one language is expected here."),
    "cap_without_number": _(
        "The effect cap_total needs a percentage, as in “cap_total: 50”; no other effect has one."
    ),
    "policy_effect_missing": _("The policy has to name its critical effect itself, for instance “flag”."),
    "empty_condition": _("This condition tests nothing. Add in, at_least, at_most or answered."),
}
NAMES = {
    "duplicate_key": _("The key “%(key)s” stands twice. Give one of the two another key."),
    "duplicate_band": _("Two bands start at %(start)s. Change the start of one."),
    "no_band_at_zero": _("No band starts at 0, so low scores have none. Let the lowest band start at 0."),
    "unknown_scenario": _("There is no scenario “%(name)s”. Correct the name, or add the scenario."),
    "scenario_asks_nothing": _(
        "The scenario “%(key)s” has no questions. Add a section for it, or remove it."
    ),
    "empty_section": _("The section “%(key)s” has no questions. Add some, or remove it."),
}
TOTALS = {
    "total_differs": _("The weights add up to %(actual)s, but %(stated)s is stated. Correct one of the two."),
    "section_weight_zero": _(
        "The section “%(key)s” has points but the weight 0, so they never count. Give it a weight."
    ),
    "section_without_points": _(
        "The section “%(key)s” has a weight but no points, so its weight never counts."
    ),
    "section_weight_unused": _(
        "Section weights do not count when the total is by points. Remove this weight."
    ),
    "bonus_never_counts": _(
        "This bonus can never count. Give it points in a section that has others, or make it regular."
    ),
    "nothing_scored": _("No question has points, so there will be no score."),
}
STEPS = {
    "too_few_options": _("At least %(limit)s options are needed here. Add some."),
    "options_unfit": _("Questions of the type %(type)s have no options. Remove them, or change the type."),
    "yes_no_keys": _("A yes/no question has exactly the options yes and no, but here are: %(keys)s."),
    "thresholds_unfit": _(
        "Questions of the type %(type)s have no thresholds. Remove them, or change the type."
    ),
    "thresholds_missing": _(
        "This measured question has no thresholds, so it earns nothing. Add some, or set scored to false."
    ),
    "thresholds_not_ascending": _("Thresholds have to ascend. Put this one in its place."),
    "no_open_threshold": _(
        "The last threshold has to be open, without up_to, so that every value has points."
    ),
    "threshold_unreachable": _(
        "No value can reach this threshold. Correct it, or the range of the question."
    ),
    "range_unfit": _("Questions of the type %(type)s have no minimum or maximum. Remove it."),
    "range_reversed": _("The minimum %(minimum)s lies above the maximum %(maximum)s. Swap them."),
}
POINTS = {
    "question_without_points": _(
        "This scored question has no points. Give its options points, or set scored to false."
    ),
    "option_without_points": _(
        "This option has no points while others have. Give it points, 0 if it earns nothing."
    ),
    "equal_points": _("Options have equal points, so the score cannot tell them apart. Is that meant?"),
    "best_below_zero": _("Even the best answer loses points. Give it 0 points or more."),
    "max_points_unfit": _("max_points belongs to questions where several options can be ticked. Remove it."),
    "max_points_unreachable": _("The options together do not reach max_points. Lower it."),
    "critical_never_fails": _(
        "No answer fails this critical question. Name the failing options in fails_on."
    ),
    "critical_always_fails": _("Every answer fails this critical question. Name fewer options in fails_on."),
    "fails_on_unused": _(
        "fails_on has an effect on critical questions only. Make the question critical, or remove it."
    ),
    "failing_option_earns_more": _("A failing option earns more than one that passes. Is that meant?"),
    "loss_without_action": _("Points can be lost here, but the store is not told what to do. Add an action."),
}
CONDITIONS = {
    "unknown_question": _("There is no earlier question “%(name)s”. Correct the key."),
    "self_reference": _("A condition cannot refer to its own question “%(name)s”. Name an earlier one."),
    "forward_reference": _(
        "“%(name)s” comes later. A condition can refer to earlier questions only; move one of the two."
    ),
    "unknown_option": _("The question “%(question)s” has no option “%(option)s”. Correct the key."),
    "condition_unfit": _(
        "Answers of “%(question)s” (%(type)s) cannot be tested this way. Use a test that fits its type."
    ),
    "unreachable_question": _("No answers can ever make this question appear. Correct its condition."),
}
WORDINGS = {
    "missing_translation": _(
        "The wording in %(language)s is missing. Translate it, or remove the language from the checklist."
    ),
    "placeholders_differ": _(
        "The placeholders here differ from those in %(compared_with)s: “%(actual)s” instead of “%(expected)s”."
    ),
    "steps_differ": _(
        "There are %(actual)s steps here, but %(expected)s in %(compared_with)s. Write one step a line."
    ),
    "numbers_differ": _(
        "The numbers here (%(actual)s) differ from those in %(compared_with)s (%(expected)s). Is that meant?"
    ),
    "not_cyrillic": _(
        "Serbian is written in Cyrillic here; its Latin form is derived. Write this text in Cyrillic."
    ),
    "mixed_alphabets": _(
        "The word “%(word)s” mixes Cyrillic and Latin letters that look alike. Type it again."
    ),
}
TEXTS: Mapping[str, object] = (
    FILE | SHAPE | NAMES | TOTALS | STEPS | POINTS | CONDITIONS | WORDINGS | IMPORT_TEXTS
) | IMPORT_TEXTS


def problem_text(problem: Problem) -> str:
    """What is wrong and what to do, in the reader's language."""
    text = str(TEXTS[problem.code]) % {name: value or "–" for name, value in problem.params.items()}
    meant = problem.params.get("did_you_mean")
    if not meant:
        return text
    hint = gettext("Did you mean “%(name)s”?", name=meant)
    return f"{text} {hint}"
