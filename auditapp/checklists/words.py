"""What is said about a checklist: its channel, its rules, its types of questions, and who does its actions."""

from flask_babel import lazy_gettext as _

from auditapp.domain.checklist import Channel, OwnerRole, QuestionType

CHANNEL_NAMES = {
    Channel.VISIT: _("Visit in the store"),
    Channel.CALL: _("Phone call"),
    Channel.ONLINE: _("Online"),
}
NA_RULES = {
    "exclude": _("A question that does not apply leaves the score."),
    "full": _("A question that does not apply counts as full marks."),
}
TOTAL_RULES = {
    "sections": _("The total is the mean of the sections by their weight."),
    "points": _("The total is all earned points by all possible ones."),
}
EFFECT_RULES = {
    "flag": _("A failed critical question is marked; the score stays."),
    "zero_section": _("A failed critical question makes its section 0."),
    "cap_total": _("A failed critical question caps the total at %(cap)s %%."),
    "zero_total": _("A failed critical question makes the total 0."),
}
EFFECT_NAMES = {
    "flag": _("only marked"),
    "zero_section": _("section 0"),
    "cap_total": _("total capped"),
    "zero_total": _("total 0"),
}
TYPE_NAMES = {
    QuestionType.YES_NO: _("Yes or no"),
    QuestionType.CHOICE: _("One of several answers"),
    QuestionType.SCALE: _("Steps of a scale"),
    QuestionType.MULTI: _("All that apply"),
    QuestionType.COUNT: _("How many"),
    QuestionType.DURATION: _("How long"),
    QuestionType.NUMBER: _("Number"),
    QuestionType.MONEY: _("Amount of money"),
    QuestionType.NPS: _("Recommendation from 0 to 10"),
    QuestionType.TEXT: _("Text"),
    QuestionType.PHOTO: _("Photo"),
    QuestionType.DATE: _("Date"),
    QuestionType.TIME: _("Time of day"),
}
EVIDENCE_NAMES = {
    "never": _("not asked for"),
    "optional": _("if the auditor wants"),
    "on_loss": _("if points are lost"),
    "always": _("always"),
}
OWNER_NAMES = {
    OwnerRole.STORE_MANAGER: _("Store manager"),
    OwnerRole.SHIFT_LEAD: _("Shift lead"),
    OwnerRole.STAFF: _("Sales staff"),
    OwnerRole.REGION_MANAGER: _("Region manager"),
    OwnerRole.HEAD_OFFICE: _("Head office"),
    OwnerRole.TRAINER: _("Trainer"),
    OwnerRole.FACILITIES: _("Facilities"),
}
