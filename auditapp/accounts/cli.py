"""flask users …"""

import re

import click
from flask.cli import AppGroup

from auditapp.accounts.queries import user_by_email
from auditapp.accounts.services import EMAIL, MIN_PASSWORD, EmailTaken, create_user, set_password
from auditapp.domain.roles import Role
from auditapp.web.session import database

group = AppGroup("users", help="Keep users.")


@group.command("create-admin")
@click.option("--email", prompt="E-mail", callback=lambda _context, _option, email: _address(email))
@click.option("--name", prompt="Name")
@click.password_option()
def create_admin(email: str, name: str, password: str) -> None:
    """Add the first admin of an installation."""
    _check_length(password)
    try:
        with database().transaction() as session:
            create_user(session, None, email=email, name=name, role=Role.ADMIN, password=password)
    except EmailTaken:
        raise click.ClickException(f"A user with the address {email} exists already.") from None
    click.echo(f"{name} can log in with {email} now.")


@group.command("set-password")
@click.argument("email")
@click.password_option()
def set_password_of(email: str, password: str) -> None:
    """Give a user who forgot theirs a new password."""
    _check_length(password)
    with database().transaction() as session:
        user = user_by_email(session, email)
        if user is None:
            raise click.ClickException(f"No user has the address {email}.")
        set_password(session, None, user, password)
    click.echo(f"The password of {email} is changed.")


def _address(email: str) -> str:
    """Said before anybody types a password twice."""
    if not re.match(EMAIL, email):
        raise click.ClickException(f"{email} is not an e-mail address.")
    return email


def _check_length(password: str) -> None:
    if len(password) < MIN_PASSWORD:
        raise click.ClickException(f"Choose a password of at least {MIN_PASSWORD} characters.")
