"""Roles that actions fall to, in words."""

from flask_babel import lazy_gettext as _

from auditapp.domain.checklist import OwnerRole

OWNER_NAMES = {
    OwnerRole.STORE_MANAGER: _("Store manager"),
    OwnerRole.SHIFT_LEAD: _("Shift lead"),
    OwnerRole.STAFF: _("Sales staff"),
    OwnerRole.REGION_MANAGER: _("Region manager"),
    OwnerRole.HEAD_OFFICE: _("Head office"),
    OwnerRole.TRAINER: _("Trainer"),
    OwnerRole.FACILITIES: _("Facilities"),
}
