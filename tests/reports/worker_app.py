"""The product with its stylesheets read, so that a process that takes over from a killed one is at work at once.

For `flask --app tests.reports.worker_app worker`.
"""

from datetime import UTC, datetime

from flask import Flask

from auditapp import app as product
from auditapp.core.pdf import render
from auditapp.reports.rendering import STYLESHEETS


def create_app() -> Flask:
    """The product of the environment's settings."""
    page = '<html lang="hu"><head><title>Ő</title></head><body>Ő <b>ű</b></body></html>'
    render(
        page, STYLESHEETS, lambda _name: None, identifier="warm", made_at=datetime(2026, 3, 11, tzinfo=UTC)
    )
    return product.create_app()
