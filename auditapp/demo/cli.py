"""flask demo"""

import click
from flask import current_app
from flask.cli import with_appcontext

from auditapp.demo.loading import is_loaded, load_demo
from auditapp.demo.people import PASSWORD, PEOPLE
from auditapp.web.session import database


@click.command("demo")
@with_appcontext
def command() -> None:
    """Load two companies with four waves of visits to look at; not in production, and only once."""
    if current_app.extensions["auditapp.settings"].production:
        raise click.ClickException(
            "The demo is not for production: everybody knows its passwords. Nothing was loaded."
        )
    if is_loaded(database()):
        click.echo("The demo is loaded already.")
        return
    click.echo("Loading the demo, this takes a moment…")
    loaded = load_demo(database(), current_app.extensions["auditapp.storage"], say=click.echo)
    if loaded is not None:
        click.echo(f"The demo is loaded: {loaded.visits} visits, {loaded.photos} photos.")
        click.echo(f"Log in as {PEOPLE[0].email}, password {PASSWORD}.")
