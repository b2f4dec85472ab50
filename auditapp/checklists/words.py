"""What a checklist's rules are called."""

from flask_babel import lazy_gettext as _

from auditapp.domain.checklist import Channel

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
