"""Login, the own account, and the users that an admin keeps."""

from urllib.parse import urlsplit

from flask import Blueprint, abort, flash, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user, login_user, logout_user
from flask_wtf.csrf import generate_csrf

from auditapp.accounts import queries, services
from auditapp.accounts.forms import (
    ROLE_NAMES,
    ChangePasswordForm,
    LoginForm,
    NewPasswordForm,
    NewUserForm,
    UserForm,
)
from auditapp.accounts.login import actor
from auditapp.accounts.models import User
from auditapp.core.attempts import TooManyAttempts
from auditapp.domain.language import Language
from auditapp.domain.roles import Role
from auditapp.web.access import allow, allow_any, public
from auditapp.web.languages import chosen_language, in_reading_order, remember_language
from auditapp.web.offline import note_leaving
from auditapp.web.session import db

blueprint = Blueprint("accounts", __name__)


@blueprint.get("/")
@public
def start() -> ResponseReturnValue:
    """Send everybody to where their work is."""
    if not current_user.is_authenticated:
        return redirect(url_for("accounts.login"))
    return redirect(home_address())


@blueprint.route("/login", methods=["GET", "POST"])
@public
def login() -> ResponseReturnValue:
    """Log in with e-mail and password."""
    if request.method == "GET" and current_user.is_authenticated:
        return redirect(home_address())
    form = LoginForm()
    if not form.validate_on_submit():
        return render_template("accounts/login.html", form=form), 422 if form.errors else 200
    try:
        user = services.authenticate(
            db(), email=form.email.data, password=form.password.data, network=request.remote_addr or ""
        )
    except TooManyAttempts:
        abort(429)
    if user is None:
        form.form_errors = [_("E-mail or password is not right. Please check both and try again.")]
        return render_template("accounts/login.html", form=form), 422
    _begin_anew()
    login_user(user)
    # A phone closes its browser when it likes, and the auditor may be in a cellar by then.
    session.permanent = user.role == Role.AUDITOR
    # Complete from now on: no answer that comes late writes this login back when somebody has logged out, or in as another.
    generate_csrf()
    return redirect(_own_address(request.args.get("next", "")) or home_address())


@blueprint.post("/logout")
@public
def logout() -> ResponseReturnValue:
    """End this session."""
    _begin_anew()
    logout_user()
    note_leaving()
    flash(_("You have logged out."))
    return redirect(url_for("accounts.login"))


@blueprint.route("/account/password", methods=["GET", "POST"])
@allow_any
def change_password() -> ResponseReturnValue:
    """Change the own password; all other devices have to log in again."""
    form = ChangePasswordForm()
    if not form.validate_on_submit():
        return render_template("accounts/password.html", form=form), 422 if form.errors else 200
    user = actor()
    if not services.change_password(db(), user, current=form.current.data, new=form.new.data):
        form.current.errors = [_("This is not your current password.")]
        return render_template("accounts/password.html", form=form), 422
    login_user(user)
    flash(_("Your password is changed. Your other devices have to log in again."), "success")
    return redirect(home_address())


@blueprint.post("/language")
@public
def choose_language() -> ResponseReturnValue:
    """Read everything in another language, from now on."""
    try:
        language = Language(request.form.get("language", ""))
    except ValueError:
        abort(400)
    remember_language(language)
    if current_user.is_authenticated:
        services.choose_language(actor(), language)
    return redirect(_own_address(request.form.get("next", "")) or url_for("accounts.start"))


@blueprint.get("/users")
@allow(Role.ADMIN)
def users() -> ResponseReturnValue:
    """All users."""
    users = in_reading_order(queries.all_users(db()), lambda user: user.name)
    return render_template("accounts/users.html", users=users, role_names=ROLE_NAMES)


@blueprint.route("/users/new", methods=["GET", "POST"])
@allow(Role.ADMIN)
def new_user() -> ResponseReturnValue:
    """Add a user."""
    form = NewUserForm()
    if not form.validate_on_submit():
        return render_template("accounts/new_user.html", form=form), 422 if form.errors else 200
    try:
        user = services.create_user(
            db(),
            actor(),
            email=form.email.data,
            name=form.name.data,
            role=Role(form.role.data),
            password=form.password.data,
        )
    except services.EmailTaken:
        form.email.errors = [_("Another user has this e-mail address.")]
        return render_template("accounts/new_user.html", form=form), 422
    flash(_("%(name)s can log in now.", name=user.name), "success")
    return redirect(url_for("accounts.users"))


@blueprint.route("/users/<int:user_id>", methods=["GET", "POST"])
@allow(Role.ADMIN)
def edit_user(user_id: int) -> ResponseReturnValue:
    """Rename a user, or switch them off."""
    user = queries.user_for(db(), user_id)
    form = UserForm(obj=user)
    if not form.validate_on_submit():
        return _user_page(user, form, NewPasswordForm(formdata=None))
    try:
        services.update_user(
            db(), actor(), user, name=form.name.data, email=form.email.data, active=form.active.data
        )
    except services.EmailTaken:
        form.email.errors = [_("Another user has this e-mail address.")]
        return _user_page(user, form, NewPasswordForm(formdata=None))
    except services.OwnAccount:
        form.active.errors = [_("You cannot switch off your own account. Ask another admin to do it.")]
        return _user_page(user, form, NewPasswordForm(formdata=None))
    flash(_("Saved."), "success")
    return redirect(url_for("accounts.users"))


@blueprint.post("/users/<int:user_id>/password")
@allow(Role.ADMIN)
def give_password(user_id: int) -> ResponseReturnValue:
    """Give a new password to somebody who forgot theirs; their devices have to log in again."""
    user = queries.user_for(db(), user_id)
    form = NewPasswordForm()
    if not form.validate_on_submit():
        return _user_page(user, UserForm(formdata=None, obj=user), form)
    services.set_password(db(), actor(), user, form.password.data)
    flash(_("%(name)s logs in with the new password from now on.", name=user.name), "success")
    return redirect(url_for("accounts.users"))


def _user_page(user: User, form: UserForm, password_form: NewPasswordForm) -> ResponseReturnValue:
    status = 422 if form.errors or password_form.errors else 200
    page = render_template("accounts/user.html", form=form, password_form=password_form, user=user)
    return page, status


HOME_OF_ROLE = {
    Role.ADMIN: "planning.overview",
    Role.REVIEWER: "reviews.queue",
    Role.AUDITOR: "visits.home",
    Role.CLIENT: "reports.home",
}


def home_address() -> str:
    """Where the current user's work is."""
    return url_for(HOME_OF_ROLE[Role(current_user.role)])


def _begin_anew() -> None:
    """Forget what the browser's session held before: whoever laid it there gains nothing (but the language stays)."""
    language = chosen_language()
    session.clear()
    g.pop("csrf_token", None)  # else Flask-WTF goes on with that of the old session
    if language is not None:
        remember_language(language)


def _own_address(target: str) -> str | None:
    """`target` where it is a path of this site, so that a link cannot send people elsewhere."""
    parts = urlsplit(target)
    own = (
        target.startswith("/")
        and not target.startswith(("//", "/\\"))
        and not parts.netloc
        and not parts.scheme
    )
    return target if own else None
