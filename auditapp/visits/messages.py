"""Words for what can be wrong with an answer, a photo or a submission, and all that the page's scripts say."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet

from flask_babel import gettext as _

from auditapp.core.images import MAX_BYTES
from auditapp.domain.checklist import MEASURED_TYPES, QuestionType
from auditapp.domain.completeness import Gap
from auditapp.visits.log import MAX_OPERATIONS, MAX_PHOTOS, Outcome

PHONES_OWN = ("malformed", "not_open", "too_large", "not_an_image")
"""What the phone says of photos and sending before the server has said anything, or where it says nothing."""
_NUMBERS = MEASURED_TYPES - {QuestionType.NPS}
ONLY_FOR: Mapping[str, AbstractSet[QuestionType]] = {
    **dict.fromkeys(("not_a_number", "not_whole", "negative", "out_of_range"), _NUMBERS),
    **dict.fromkeys(("at_least", "at_most", "between"), _NUMBERS),
    **dict.fromkeys(("start", "stop", "go_on", "reset"), frozenset({QuestionType.DURATION})),
    **dict.fromkeys(("less", "more"), frozenset({QuestionType.COUNT})),
    "not_a_date": {QuestionType.DATE},
    "not_a_time": {QuestionType.TIME},
}
"""Texts that are said at questions of certain types alone: a page without such questions is lighter for it."""


def refusal_text(code: str, params: Mapping[str, object] | None = None) -> str:
    """Why an operation or a photo was refused, and what to do, in the reader's language."""
    if code == "out_of_range" and params:
        return _range_text(params)
    return answer_texts().get(code) or photo_texts().get(code) or sync_texts().get(code) or _unreadable()


def answer_texts() -> dict[str, str]:
    """What can be wrong with an answer; the page says it itself, before anything is sent."""
    return _number_texts() | {
        "unknown_option": _("This answer is not among the options. Please choose again."),
        "wrong_type": _("This answer does not fit the question. Please enter it again."),
        "not_a_date": _("Please enter a date."),
        "not_a_time": _("Please enter a time, for instance 14:30."),
        "too_long": _("This text is too long: 4000 letters are the most. Please shorten it."),
        "unreadable_text": _("A sign in this text cannot be stored. Please type it again."),
        "na_not_allowed": _("This question cannot be marked as not applicable."),
    }


def _number_texts() -> dict[str, str]:
    return {
        "not_a_number": _("Please enter a number."),
        "not_whole": _("Please enter a whole number."),
        "negative": _("Please enter a number that is not below zero."),
        "out_of_range": _("This number is out of range."),
        "at_least": _("Please enter %(minimum)s or more."),
        "at_most": _("Please enter %(maximum)s or less."),
        "between": _("Please enter a number from %(minimum)s to %(maximum)s."),
    }


def photo_texts() -> dict[str, str]:
    """What can be wrong with a photo."""
    return {
        "too_large": _(
            "This photo is too large: %(limit)s MB is the most. Take it again with a lower resolution."
        )
        % {"limit": MAX_BYTES // 1_000_000},
        "too_many_pixels": _("This photo has too many pixels. Take it again with a lower resolution."),
        "not_an_image": _("This file is not a photo. Take the photo again, or choose another file."),
        "truncated": _("This photo arrived incomplete. Take it again, or send it again."),
        "photo_conflict": _("This photo differs from what the phone announced. Take it again."),
        "too_many_photos": _("This visit has %(most)s photos already, and cannot hold more. Remove this one.")
        % {"most": MAX_PHOTOS},
    }


def sync_texts() -> dict[str, str]:
    """What can be wrong with the page itself, or with what a device sends."""
    return {
        "unknown_question": _(
            "This checklist has no such question. Reload the page to get the visit's checklist."
        ),
        "unknown_field": _("This page is from another version of the app. Reload it and answer again."),
        "counter_too_high": _(
            "The numbering of this phone's work is broken. Reload the page and answer again."
        ),
        "counter_taken": _("This was sent before with other content. Reload the page and answer again."),
        "id_taken": _("This was sent before for another visit. Reload the page and answer again."),
        "malformed": _unreadable(),
        "too_many_operations": _(
            "Too much was sent at once: %(most)s changes are the most. Reload the page: it sends them in parts."
        )
        % {"most": MAX_OPERATIONS},
        "manifest_mismatch": _("The list of what was sent arrived incomplete. Please hand in again."),
        "not_open": _("This visit is no longer open. What you did since then is kept apart for the agency."),
    }


def import_file_texts() -> dict[str, str]:
    """Why a phone's file cannot be imported at all."""
    return {
        "not_an_export": _(
            "This is not a file that a phone exported. Choose the one whose name ends in .auditapp."
        ),
        "newer_version": _(
            "This file comes from a newer version of the app. Update the server, then import it again."
        ),
        "unknown_user": _(
            "The auditor of this file does not exist here. Check that it comes from this agency's app."
        ),
    }


def import_line_text(outcome: Outcome) -> str:
    """Why a line of a phone's file was left out, and what to do, for an admin."""
    texts = {
        "damaged_line": _(
            "The line is damaged, perhaps because the file was cut off. Ask for a new export and import it, too."
        ),
        "not_utf8": _(
            "The line is no UTF-8 text. Ask for the file as the phone made it, not opened and saved elsewhere."
        ),
        "line_too_long": _("The line is longer than the largest photo. Ask for a new export."),
        "too_many_lines": _("From here on nothing was read: the file has too many lines. Split it up."),
        "unknown_kind": _(
            "It is not known here what this line is. Update the server, then import the file again."
        ),
        "not_given": _("This auditor was never given this visit. Check who did it, and whose phone it was."),
    }
    unfit = _("It does not fit what is known of this visit. Keep the file, and clear it up with the auditor.")
    texts |= dict.fromkeys(sync_texts(), unfit)
    return texts.get(outcome.code) or refusal_text(outcome.code, outcome.params)


def gap_text(gap: Gap) -> str:
    """What a question still needs before the visit can be handed in."""
    return gap_texts()[gap.needs]


def gap_texts() -> dict[str, str]:
    """The same for all kinds of gaps."""
    return {
        "answer": _("Answer missing"),
        "remark": _("A remark is asked for here"),
        "photo": _("A photo is asked for here"),
    }


def texts_for_scripts(types: AbstractSet[QuestionType]) -> dict[str, str]:
    """What the scripts of a page with questions of these types say, by the names that they use; they fill in %(name)s."""
    gaps = {f"needs_{need}": text for need, text in gap_texts().items()}
    own = {name: (photo_texts() | sync_texts())[name] for name in PHONES_OWN}
    texts = answer_texts() | own | gaps | _save_texts() | _page_texts() | _measure_texts()
    return {name: text for name, text in texts.items() if ONLY_FOR.get(name, types) & types}


def _save_texts() -> dict[str, str]:
    return {
        "saving": _("Saving …"),
        "safe": _("%(safe)s of %(asked)s answers safe on the server"),
        "safe_with_photos": _(
            "%(safe)s of %(asked)s answers, %(safe_photos)s of %(photos)s photos safe on the server"
        ),
        "waiting": _("%(count)s waiting"),
        "parked": _("%(count)s not taken"),
        "failed": _("NOT SAVED: %(count)s"),
        "unkept": _(
            "NOT SAVED. This phone does not keep your work: its storage is full or blocked. Keep this page open and make room."
        ),
        "logged_out": _("Saved on this phone. To send it, log in in a new tab, then come back."),
        "stranger": _(
            "Saved on this phone. Somebody else is logged in: to send it, log in as yourself in a new tab."
        ),
        "away": _("No connection. What you record is kept on this phone, and sent as soon as there is one."),
        "late": _("This visit is no longer open. What you do here is kept apart for the agency."),
        "not_taken": _("Not taken by the server"),
        "log_in": _("Log in"),
        "try_again": _("Try again"),
        "unknown_visit": _("The server does not have this visit for you any more. Ask the agency."),
        "open_elsewhere": _("This visit is open in another tab or window. It shows here what is done there."),
        "work_here": _("Work here"),
    }


def my_data_texts() -> dict[str, str]:
    """What the page about the data on a phone says, by the names that its scripts use."""
    shared = ("malformed", "not_open")
    own = {
        "all_safe": _("Everything is safe on the server. Nothing waits on this phone."),
        "sending": _("Sending …"),
        "unreachable": _(
            "There is no connection to the server. Everything stays on this phone and is sent as soon as there is one."
        ),
        "broken": _("The server has a problem. Everything stays on this phone; it tries again by itself."),
        "logged_out": _("You are logged out. Log in, then everything is sent."),
        "stranger": _("Somebody else is logged in. Log in as yourself, then everything is sent."),
        "only_parked": _(
            "The server did not take some items. Read the reasons, try again, or save them to a file for the agency."
        ),
        "answer": _("Answer"),
        "remark": _("Remark"),
        "photo": _("Photo"),
        "stamp": _("Check-in or check-out"),
        "hand_in": _("Handing in the visit"),
        "hand_in_refused": _("Not handed in. Open the visit to see what is missing."),
        "waits": _("waits"),
        "photo_gone": _("This phone has lost the photo. Take it again."),
        "unknown_visit": _("The server does not have this visit for you any more. Ask the agency."),
        "try_again": _("Try again"),
    }
    return {name: sync_texts()[name] for name in shared} | own


def _page_texts() -> dict[str, str]:
    return {
        "count": _("%(done)s of %(all)s"),
        "next": _("Next"),
        "finish": _("Finish"),
        "clear": _("Clear"),
        "retake": _("Retake"),
        "photo": _("Photo %(number)s"),
        "photo_waits": _("On this phone, not sent yet."),
        "photo_unkept": _("NOT SAVED. Keep this page open."),
        "photo_gone": _("This phone has lost the photo. Take it again."),
        "camera_closed": _(
            "The camera had closed this page. If the photo is not here, please take it once more."
        ),
        "checked_at": _("%(time)s, place noted (accurate to %(accuracy)s m)"),
        "checked_placeless": _("%(time)s, without place"),
        "checked_refused": _("%(time)s, place not allowed"),
        "locating": _("%(time)s, looking for the place …"),
        "handing_in": _("Handing in …"),
        "hand_in_waits": _(
            "Ready to be handed in. It is sent as soon as there is a connection; you may close this page."
        ),
        "not_handed_in": _("Not handed in."),
        "lacking": _("Something has not arrived. Please hand in again."),
        "cover_title": _("Shopping list"),
    }


def _measure_texts() -> dict[str, str]:
    return {
        "start": _("Start"),
        "stop": _("Stop"),
        "go_on": _("Go on"),
        "reset": _("Back to zero"),
        "less": _("One less"),
        "more": _("One more"),
    }


def _range_text(params: Mapping[str, object]) -> str:
    texts = answer_texts()
    if "minimum" in params and "maximum" in params:
        return texts["between"] % params
    return texts["at_least" if "minimum" in params else "at_most"] % params


def _unreadable() -> str:
    return str(_("The server could not read this. Reload the page and answer again."))
