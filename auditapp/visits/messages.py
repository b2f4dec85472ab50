"""Words for what can be wrong with an answer, a photo or a submission, by the codes of the domain."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _

from auditapp.domain.completeness import Gap


def refusal_text(code: str, params: Mapping[str, object] | None = None) -> str:
    """Why an operation or a photo was refused, and what to do, in the reader's language."""
    texts = {
        "unknown_question": _(
            "This checklist has no such question. Reload the page to get the visit's checklist."
        ),
        "unknown_field": _("This page is from another version of the app. Reload it and answer again."),
        "unknown_option": _("This answer is not among the options. Please choose again."),
        "wrong_type": _("This answer does not fit the question. Please enter it again."),
        "not_a_number": _("Please enter a number."),
        "not_whole": _("Please enter a whole number."),
        "negative": _("Please enter a number that is not below zero."),
        "out_of_range": _("This number is out of range."),
        "not_a_date": _("Please enter a date."),
        "not_a_time": _("Please enter a time, for instance 14:30."),
        "too_long": _("This text is too long. Please shorten it."),
        "na_not_allowed": _("This question cannot be marked as not applicable."),
        "counter_too_high": _(
            "The numbering of this phone's work is broken. Reload the page and answer again."
        ),
        "counter_taken": _("This was sent before with other content. Reload the page and answer again."),
        "id_taken": _("This was sent before for another visit. Reload the page and answer again."),
        "malformed": _("The server could not read this. Reload the page and answer again."),
        "too_large": _("This photo is too large: 25 MB is the most. Take it again with a lower resolution."),
        "too_many_pixels": _("This photo has too many pixels. Take it again with a lower resolution."),
        "not_an_image": _("This file is not a photo. Take the photo again, or choose another file."),
        "truncated": _("This photo arrived incomplete. Take it again, or send it again."),
        "photo_conflict": _("This photo differs from what the phone announced. Take it again."),
        "too_many_photos": _("A visit can hold no more photos. Remove one that is not needed."),
    }
    return texts.get(code) or texts["malformed"]


def gap_text(gap: Gap) -> str:
    """What a question still needs before the visit can be handed in."""
    texts = {
        "answer": _("Answer missing"),
        "remark": _("A remark is asked for here"),
        "photo": _("A photo is asked for here"),
    }
    return texts[gap.needs]
