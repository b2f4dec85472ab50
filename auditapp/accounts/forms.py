"""Forms of the accounts."""

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, EmailField, PasswordField, SelectField, StringField
from wtforms.validators import EqualTo, InputRequired, Length, Regexp

from auditapp.accounts.services import MIN_PASSWORD
from auditapp.domain.roles import Role
from auditapp.web.forms import Form

ROLE_NAMES = {
    Role.ADMIN: _("Admin"),
    Role.REVIEWER: _("Reviewer"),
    Role.AUDITOR: _("Auditor"),
    Role.CLIENT: _("Client"),
}
_long_enough = Length(
    min=MIN_PASSWORD,
    max=200,
    message=_("Choose a password of at least %(min)d characters.", min=MIN_PASSWORD),
)


class LoginForm(Form):
    """E-mail and password."""

    email = EmailField(_("E-mail"), [InputRequired(_("Enter your e-mail address."))])
    password = PasswordField(_("Password"), [InputRequired(_("Enter your password."))])


class ChangePasswordForm(Form):
    """The current password, and the new one twice."""

    current = PasswordField(_("Current password"), [InputRequired(_("Enter your current password."))])
    new = PasswordField(_("New password"), [InputRequired(_("Enter a new password.")), _long_enough])
    again = PasswordField(
        _("New password once more"), [EqualTo("new", _("The two new passwords are not the same."))]
    )


class UserForm(Form):
    """A user's name and whether they may log in."""

    name = StringField(_("Name"), [InputRequired(_("Enter a name.")), Length(max=120)])
    active = BooleanField(_("May log in"), default=True)


class NewUserForm(UserForm):
    """Everything about a new user."""

    email = EmailField(
        _("E-mail"),
        [
            InputRequired(_("Enter an e-mail address.")),
            Regexp(r"^[^@\s]+@[^@\s]+\.[^@\s]+$", message=_("This is not an e-mail address.")),
            Length(max=254),
        ],
    )
    role = SelectField(_("Role"), choices=[(role.value, name) for role, name in ROLE_NAMES.items()])
    password = PasswordField(_("First password"), [InputRequired(_("Enter a password.")), _long_enough])
