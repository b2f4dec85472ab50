"""Addresses of static files that change when their content does, so that browsers may keep them for ever.

Scripts travel put together (modules.py), under the version of all of them; style sheets, one after the other, as one.
"""

import hashlib
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from flask import Flask, Response, abort, current_app, request, url_for

from auditapp.web.access import public
from auditapp.web.modules import parts_of, put_together
from auditapp.web.shorten import shortened

FOR_EVER = "public, max-age=31536000, immutable"
OF_WHAT_CHANGES = ("Content-Disposition", "Last-Modified", "ETag", "Accept-Ranges")
"""Headers that say nothing about a file that stays as it is, and weigh half of a small one."""

_NAMES = re.compile(r"(?P<entry>.+?\.js)(?:/(?P<part>[\w-]+\.js))?")


def init_assets(app: Flask) -> None:
    """Give templates the addresses of files and let browsers keep what is asked for by its version."""
    app.jinja_env.globals.update(static_url=static_url, styles_url=styles_url, script_url=script_url)
    app.add_url_rule("/static/css/<names>.css", "styles", _styles)
    app.add_url_rule("/scripts/<version>/<path:name>", "scripts", _script)
    app.after_request(_keep_versioned)


def static_url(path: str) -> str:
    """The address of a static file, with its version."""
    folder = Path(current_app.static_folder or "")
    return url_for("static", filename=path, v=_version(folder / path))


def styles_url(*names: str) -> str:
    """The address of style sheets of static/css, in this order, as one."""
    return url_for("styles", names="+".join(names), v=_version(*_sheets(names)))


def script_url(name: str) -> str:
    """The address of a module of static/js, put together with all that it imports."""
    return url_for("scripts", version=_version(*_modules()), name=name)


def part_urls(name: str) -> list[str]:
    """The addresses of what `script_url(name)` fetches later."""
    return [f"{script_url(name)}/{part.name}" for part in parts_of(_scripts_folder() / name)]


def release() -> str:
    """One version of all static files: it changes when any of them does."""
    files = Path(current_app.static_folder or "").rglob("*")
    return _version(*sorted(file for file in files if file.is_file()))


@public
def _styles(names: str) -> Response:
    """Style sheets. They lie where each of them lies, because of what they refer to."""
    files = _sheets(names.split("+"))
    if not all(file.is_file() for file in files):
        abort(404)
    newest = _version(*files)
    response = Response(_styles_text(files, newest), mimetype="text/css")
    response.headers["Cache-Control"] = FOR_EVER if request.args.get("v") == newest else "no-cache"
    return response


@cache
def _styles_text(files: tuple[Path, ...], _version: str) -> str:
    return shortened("text/css", "".join(file.read_text(encoding="utf-8") for file in files))


def _sheets(names: Iterable[str]) -> tuple[Path, ...]:
    return tuple(Path(current_app.static_folder or "") / "css" / f"{name}.css" for name in names)


@public
def _script(version: str, name: str) -> Response:
    """A module, or `main.js/part.js`: a part that it fetches later.

    One that is asked for by a version of the past may not be kept: it is not what it is called.
    """
    names = _NAMES.fullmatch(name)
    entry = _scripts_folder() / (names["entry"] if names else "")
    part = entry.parent / names["part"] if names and names["part"] else None
    if entry not in _modules() or (part and part not in parts_of(entry)):
        abort(404)
    newest = _version(*_modules())
    response = Response(_script_text(entry, part, newest), mimetype="text/javascript")
    response.headers["Cache-Control"] = FOR_EVER if version == newest else "no-cache"
    return response


@cache
def _script_text(entry: Path, part: Path | None, _version: str) -> str:
    return put_together(entry, part)


def script_text(name: str) -> str:
    """What `script_url(name)` leads to."""
    return _script_text(_scripts_folder() / name, None, _version(*_modules()))


def _modules() -> list[Path]:
    return sorted(_scripts_folder().rglob("*.js"))


def _scripts_folder() -> Path:
    return Path(current_app.static_folder or "") / "js"


def _version(*files: Path) -> str:
    """A digest of the content, kept as long as the files are as old as they were."""
    return _digest(tuple((file, file.stat().st_mtime_ns) for file in files))


@cache
def _digest(files: tuple[tuple[Path, int], ...]) -> str:
    content = b"".join(file.read_bytes() for file, _modified in files)
    return hashlib.sha256(content).hexdigest()[:12]


def _keep_versioned(response: Response) -> Response:
    """As with scripts, only what is asked for by its own version may be kept."""
    if request.endpoint == "static" and response.status_code == 200:
        # Whole: Flask-Compress makes gzip of nothing that streams, and a phone that goes away would leave the file open.
        response.direct_passthrough = False
        response.get_data()
        file = Path(current_app.static_folder or "") / (request.view_args or {})["filename"]
        is_newest = request.args.get("v") == _version(file)
        response.headers["Cache-Control"] = FOR_EVER if is_newest else "no-cache"
        for name in OF_WHAT_CHANGES if is_newest else ():
            del response.headers[name]
    return response
