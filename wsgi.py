"""The WSGI entry point: `gunicorn wsgi:app`, `flask --app wsgi …`."""

from auditapp.app import create_app

app = create_app()
