"""What the editor's forms offer and its scripts say, in the reader's language."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _

from auditapp.checklists.editor_words import unfit_text
from auditapp.checklists.words import (
    EFFECT_NAMES,
    EVIDENCE_NAMES,
    NA_RULES,
    OWNER_NAMES,
    TOTAL_RULES,
    TYPE_NAMES,
)


def words_for_editor() -> dict[str, Any]:
    """What selects offer: values with their names."""
    return {
        "types": TYPE_NAMES,
        "total": TOTAL_RULES,
        "na": NA_RULES,
        "effects": EFFECT_NAMES,
        "critical": {"": _("not critical"), "policy": _("as the checklist says"), **EFFECT_NAMES},
        "evidence": EVIDENCE_NAMES,
        "owners": OWNER_NAMES,
        "rules": _rules(),
    }


def texts_for_editor() -> dict[str, str]:
    """All that the scripts say, by name."""
    return {**_form_texts(), **_deed_texts(), **_saving_texts(), **_score_texts(), **_variant_texts()}


def _rules() -> Sequence[tuple[str, str]]:
    return (
        ("na", _("Not applicable")),
        ("total", _("Total score")),
        ("bonus_cap", _("Bonus cap")),
        ("critical", _("Critical effect")),
    )


def _form_texts() -> dict[str, str]:
    return {
        "checklist": _("Checklist"),
        "section_number": _("Section %(number)s"),
        "question_number": _("Question %(number)s"),
        "untitled": _("without a text"),
        "nothing": _("nothing"),
        "in_latin": _("In Latin letters: %(text)s"),
        "missing_count": _("%(count)s missing"),
        "key_fixed": _("A published version has this key, so it stays."),
        "key_taken": _("Something else has this key already."),
        "key_unfit": _("Use small letters a to z, digits and underscores, a letter first."),
        "always": _("always"),
        "when_all": _("when all of these hold: %(count)s"),
        "when_any": _("when one of these holds: %(count)s"),
        "not_before": _("%(name)s (does not come before this question)"),
        "one_action": _("an action"),
        "no_action": _("no action"),
        "found": _(
            "Errors: %(errors)s. Warnings: %(warnings)s. Errors keep the checklist from being published."
        ),
        "nothing_found": _("Nothing to complain about."),
        "together": _("Questions: %(questions)s, points: %(points)s"),
        "at_first": _("at the beginning"),
        "behind": _("behind: %(text)s"),
        "rows_found": _("Questions found: %(count)s."),
        "too_many_rows": _("Only the first %(most)s are taken."),
    }


def _deed_texts() -> dict[str, str]:
    return {
        "added": _("Question %(number)s added."),
        "duplicated": _("Copied to %(number)s."),
        "moved": _("Moved from %(from)s to %(to)s."),
        "cannot_move": _("It cannot be moved any further."),
        "deleted": _("Deleted: %(text)s"),
        "pasted": _("Questions added: %(count)s."),
        "undo_done": _("Undone."),
        "undo_end": _("There is nothing to undo."),
        "redo_done": _("Done again."),
        "redo_end": _("There is nothing to do again."),
    }


def _saving_texts() -> dict[str, str]:
    return {
        "state_saved": _("Saved %(time)s"),
        "state_waiting": _("Saving …"),
        "state_saving": _("Saving …"),
        "state_failed": _("NOT SAVED"),
        "state_asking": _("NOT SAVED: please decide"),
        "not_saved": _("NOT SAVED."),
        "kept_here": _("What you typed is kept in this browser."),
        "kept_nowhere": _("This browser keeps nothing: leave the page open, or keep your work as a file."),
        "no_answer": _("The server does not answer; it is tried again by itself."),
        "logged_out": _("You are no longer logged in. Log in again in another tab, then try again."),
        "too_large": unfit_text("too_large"),
        "draft_gone": _("This draft was published or discarded meanwhile."),
        "server_trouble": _("The server has a problem; it is tried again by itself."),
        "changes_kept": _("Changes: %(count)s"),
        "restored": _("What could not be saved last time is here again."),
        "other_here": _("%(names)s has this draft open, too. What both of you do is put together."),
        "others_here": _("%(names)s have this draft open, too. What all of you do is put together."),
        "merged": _("%(name)s changed the draft; both changes are in it now."),
        "both_changed": _(
            "%(name)s saved meanwhile. Choose what is to stand where both of you changed the same."
        ),
        "theirs": _("Theirs"),
        "kept_though_deleted": _("Kept, because one deleted it while the other changed it: %(name)s."),
        "order": _("Order"),
        "any_answer": _("any answer"),
    }


def _score_texts() -> dict[str, str]:
    return {
        "nothing_answered": _("Answer questions in the preview: their score stands here."),
        "score_so_far": _("So far %(total)s, %(band)s (%(earned)s of %(possible)s points)"),
        "no_score": _("No score yet (%(earned)s of %(possible)s points)"),
        "no_band": _("no band"),
        "of": _("%(earned)s of %(possible)s"),
        "struck_flag": _("“%(question)s” failed: it is marked, the score stays."),
        "struck_zero_section": _("“%(question)s” failed: its section counts 0."),
        "struck_cap_total": _(
            "“%(question)s” failed: the total is at most %(cap)s %%.", question="%(question)s", cap="%(cap)s"
        ),
        "struck_zero_total": _("“%(question)s” failed: the total is 0."),
        "na_exclude_said": _("Not applicable: %(count)s. They leave earned and possible points alike."),
        "na_full_said": _("Not applicable: %(count)s. They count as full marks."),
        "bonus_capped": _(
            "Bonus answers: %(count)s. They make up for lost points, up to 100 %%.", count="%(count)s"
        ),
        "bonus_free": _("Bonus answers: %(count)s. They can lift a score above 100 %%.", count="%(count)s"),
        "no_difference": _("With these answers, this rule makes no difference."),
        "would_be": _("With “%(rule)s” the total would be %(total)s instead of %(now)s."),
        "as_now": _("(as now)"),
    }


def _variant_texts() -> dict[str, str]:
    return {
        "na_exclude": _("leaves the score"),
        "na_full": _("full marks"),
        "total_sections": _("mean of sections"),
        "total_points": _("all points"),
        "bonus_cap_true": _("at most %(limit)s %%", limit=100),
        "bonus_cap_false": _("above %(limit)s %% possible", limit=100),
        **{f"critical_{name}": str(text) for name, text in EFFECT_NAMES.items()},
        **{f"effect_{name}": str(text) for name, text in EFFECT_NAMES.items()},
    }
