"""Forms of the accounts."""

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, EmailField, PasswordField, SelectField, StringField
from wtforms.validators import DataRequired, EqualTo, InputRequired, Length, Regexp, ValidationError

from auditapp.accounts.services import EMAIL, MIN_PASSWORD
from auditapp.domain.roles import Role
from auditapp.web.forms import Form, at_most, choices

ROLE_NAMES = {
    Role.ADMIN: _("Admin"),
    Role.REVIEWER: _("Reviewer"),
    Role.AUDITOR: _("Auditor"),
    Role.CLIENT: _("Client"),
}
_long_enough = Length(
    min=MIN_PASSWORD, message=_("Choose a password of at least %(limit)s characters.", limit=MIN_PASSWORD)
)
_new_password = [InputRequired(_("Enter a password.")), _long_enough, at_most(200)]


class LoginForm(Form):
    """E-mail and password."""

    email = EmailField(_("E-mail"), [DataRequired(_("Enter your e-mail address."))])
    password = PasswordField(_("Password"), [InputRequired(_("Enter your password."))])


class ChangePasswordForm(Form):
    """The current password, and the new one twice."""

    current = PasswordField(_("Current password"), [InputRequired(_("Enter your current password."))])
    new = PasswordField(_("New password"), _new_password)
    again = PasswordField(
        _("New password once more"), [EqualTo("new", _("The two new passwords are not the same."))]
    )

    def validate_new(self, field: PasswordField) -> None:
        """Whoever changes a password wants the old one to end."""
        if field.data == self.current.data:
            raise ValidationError(_("This is the same as the current password. Choose another one."))


class UserForm(Form):
    """A user's name, address, and whether they may log in."""

    name = StringField(_("Name"), [DataRequired(_("Enter a name.")), at_most(120)])
    email = EmailField(
        _("E-mail"),
        [
            DataRequired(_("Enter an e-mail address.")),
            Regexp(EMAIL, message=_("This is not an e-mail address.")),
            at_most(254),
        ],
        description=_("The user logs in with it."),
    )
    active = BooleanField(_("May log in"), default=True)


class NewUserForm(UserForm):
    """Everything about a new user."""

    role = SelectField(
        _("Role"),
        [DataRequired(_("Please choose one."))],
        choices=choices(((role.value, name) for role, name in ROLE_NAMES.items()), first=_("Please choose")),
    )
    password = PasswordField(_("First password"), _new_password)


class NewPasswordForm(Form):
    """A password for somebody who forgot theirs."""

    password = PasswordField(_("New password"), _new_password)
