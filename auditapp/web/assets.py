"""Addresses of static files that change when their content does, so that browsers may keep them for ever."""

import hashlib
from functools import cache
from pathlib import Path

from flask import Flask, Response, current_app, request, url_for

A_YEAR = 31_536_000


def init_assets(app: Flask) -> None:
    """Give templates `static_url(path)` and let browsers keep what is asked for by its version."""
    app.jinja_env.globals["static_url"] = static_url
    app.after_request(_keep_versioned)


def static_url(path: str) -> str:
    """The address of a static file, with its version."""
    folder = Path(current_app.static_folder or "")
    return url_for("static", filename=path, v=_version(folder / path))


def _version(file: Path) -> str:
    """A digest of the content, kept as long as the file is as old as it was."""
    return _digest(file, file.stat().st_mtime_ns)


@cache
def _digest(file: Path, _modified: int) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()[:12]


def _keep_versioned(response: Response) -> Response:
    if request.endpoint == "static" and response.status_code == 200:
        lifetime = f"public, max-age={A_YEAR}, immutable" if "v" in request.args else "no-cache"
        response.headers["Cache-Control"] = lifetime
    return response
