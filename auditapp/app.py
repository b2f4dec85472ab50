"""The application factory: the only place where everything is wired together."""

from datetime import timedelta

import structlog
from flask import Flask
from flask_babel import lazy_gettext as _
from flask_compress import Compress
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

import auditapp.analytics.jobs
import auditapp.reports.batch_jobs
import auditapp.reports.jobs
import auditapp.visits.results  # noqa: F401 - they register what is done in the background
from auditapp.accounts import cli as accounts_cli
from auditapp.accounts import login
from auditapp.accounts import views as accounts
from auditapp.analytics import views as publishing
from auditapp.checklists import api as drafts_api
from auditapp.checklists import cli as checklists_cli
from auditapp.checklists import editing as drafts
from auditapp.checklists import in_and_out
from auditapp.checklists import version_views as versions
from auditapp.checklists import views as checklists
from auditapp.clients import branding
from auditapp.clients import views as clients
from auditapp.core.config import PROJECT_ROOT, Settings
from auditapp.core.db import Database
from auditapp.core.events import events
from auditapp.core.mail import Mailer
from auditapp.core.storage import Storage
from auditapp.core.worker import command as worker_command
from auditapp.core.worker import init_jobs
from auditapp.demo.cli import command as demo_command
from auditapp.domain.roles import AGENCY, Role
from auditapp.migrations import cli as db_cli
from auditapp.reports import batch_views as waves
from auditapp.reports import cli as reports_cli
from auditapp.reports import mail_pages, proof_pages
from auditapp.reports import views as reports
from auditapp.reports.services import order_reports
from auditapp.reports.staff.pages import init_staff_pages
from auditapp.reports.summary.pages import init_summary_pages
from auditapp.reviews import editing, faces
from auditapp.reviews import views as reviews
from auditapp.reviews.services import VisitPublished
from auditapp.visits import api as visits_api
from auditapp.visits import guidance_views as guidance
from auditapp.visits import importing, offline, planning
from auditapp.visits import views as visits
from auditapp.web.access import init_access
from auditapp.web.addresses import init_addresses
from auditapp.web.assets import init_assets
from auditapp.web.errors import init_errors
from auditapp.web.languages import init_languages
from auditapp.web.navigation import Entry, init_navigation
from auditapp.web.offline import init_offline
from auditapp.web.security import init_security
from auditapp.web.session import init_session

checklists.blueprint.register_blueprint(drafts.blueprint)
clients.blueprint.register_blueprint(branding.blueprint)
reviews.blueprint.register_blueprint(editing.blueprint)
reviews.blueprint.register_blueprint(faces.blueprint)
planning.blueprint.register_blueprint(importing.blueprint)
checklists.blueprint.register_blueprint(in_and_out.blueprint)
init_staff_pages(reports.blueprint)
init_summary_pages(reports.blueprint)
BLUEPRINTS = (
    accounts.blueprint,
    clients.blueprint,
    checklists.blueprint,
    versions.blueprint,
    drafts_api.blueprint,
    planning.blueprint,
    visits.blueprint,
    visits_api.blueprint,
    visits_api.phone,
    offline.blueprint,
    guidance.blueprint,
    reviews.blueprint,
    reports.blueprint,
    waves.blueprint,
    mail_pages.blueprint,
    publishing.blueprint,
    proof_pages.blueprint,
)
COMMANDS = (
    accounts_cli.group,
    checklists_cli.group,
    reports_cli.group,
    db_cli.group,
    demo_command,
    worker_command,
)
NAVIGATION = (
    Entry(_("My visits"), "visits.home", frozenset({Role.AUDITOR})),
    Entry(_("Visits"), "planning.overview", AGENCY),
    Entry(_("Review"), "reviews.queue", AGENCY),
    Entry(_("Reports"), "reports.home", frozenset({Role.CLIENT, *AGENCY})),
    Entry(_("Checklists"), "checklists.overview", AGENCY),
    Entry(_("Clients"), "clients.overview", frozenset({Role.ADMIN})),
    Entry(_("Users"), "accounts.users", frozenset({Role.ADMIN})),
)
AUDITORS_LOGIN = timedelta(days=30)
ONE_MEGABYTE = 1_000_000


def create_app(settings: Settings | None = None) -> Flask:
    """The whole product. Without `settings` they come from the environment."""
    settings = settings or Settings.from_environment()
    app = Flask(
        __name__, template_folder=str(PROJECT_ROOT / "templates"), static_folder=str(PROJECT_ROOT / "static")
    )
    _configure(app, settings)
    _init_platform(app, settings)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    events.listen(VisitPublished, order_reports)
    for command in COMMANDS:
        app.cli.add_command(command)
    init_navigation(app, NAVIGATION)
    init_access(app)
    return app


def _configure(app: Flask, settings: Settings) -> None:
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SECURE=settings.secure_cookies,
        PERMANENT_SESSION_LIFETIME=AUDITORS_LOGIN,
        SESSION_REFRESH_EACH_REQUEST=False,  # else every answer to a phone carries the cookie again
        WTF_CSRF_TIME_LIMIT=None,
        MAX_CONTENT_LENGTH=ONE_MEGABYTE,
        MAX_FORM_MEMORY_SIZE=ONE_MEGABYTE,
        BABEL_TRANSLATION_DIRECTORIES=str(PROJECT_ROOT / "auditapp" / "translations"),
        COMPRESS_MIMETYPES=["text/html", "text/css", "text/javascript", "application/json", "image/svg+xml"],
        COMPRESS_ALGORITHM=["br", "gzip"],
        COMPRESS_LEVEL=9,  # 1 % less than 6, its own default, in a millisecond more
        COMPRESS_BR_LEVEL=5,  # at 4, its own default, Brotli is larger than gzip
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(
        product_name="Auditapp", agency_name=settings.agency_name, agency_imprint=settings.agency_imprint
    )


def _init_platform(app: Flask, settings: Settings) -> None:
    structlog.configure(
        processors=[structlog.processors.TimeStamper(fmt="iso"), structlog.processors.JSONRenderer()]
    )
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops)  # type: ignore[method-assign]
    app.extensions["auditapp.settings"] = settings
    app.extensions["auditapp.database"] = Database(settings.database_url)
    app.extensions["auditapp.storage"] = Storage.from_url(settings.storage_url)
    app.extensions["auditapp.mailer"] = Mailer.from_url(settings.mail_url, settings.mail_from)
    init_jobs(app)
    init_addresses(app)
    init_session(app)
    login.init_login(app)
    init_languages(app)
    CSRFProtect(app).exempt(
        mail_pages.stop
    )  # mail programs call it; who has its address may end the mails anyway
    Compress(app)
    init_assets(app)
    init_security(app)
    init_offline(app)
    init_errors(app)
