"""The installable app: its manifest, its service worker, and the page that stands in for one that is not on the phone."""

import json

from flask import Blueprint, Response, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from auditapp.web.access import public
from auditapp.web.assets import part_urls, release, script_text, script_url, static_url, styles_url
from auditapp.web.languages import reader_language
from auditapp.web.offline import conditional

blueprint = Blueprint("offline", __name__)

THEME, BACKGROUND = "#0d5566", "#f2f5f4"
"""`--accent` and `--paper` of static/css/tokens.css: a manifest knows no custom properties."""
ICONS = (
    ("icon-192.png", 192, "any"),
    ("icon-512.png", 512, "any"),
    ("icon-maskable-512.png", 512, "maskable"),
)
STYLES = (("tokens", "base", "fonts", "pages"), ("tokens", "base", "capture"))
FILES = (
    "icons/mark.svg",
    "icons/icon-180.png",
    "icons/icon-192.png",
)
SCRIPTS = (
    "home/main.js",
    "capture/main.js",
    "capture/shrink.js",
    "my_data/main.js",
    "phone/leaving.js",
)


@blueprint.get("/manifest.webmanifest")
@public
def manifest() -> ResponseReturnValue:
    """What a phone has to know to install the app."""
    home, name = url_for("visits.home"), current_app.jinja_env.globals["product_name"]
    content = {
        "id": home,
        "name": name,
        "short_name": name,
        "description": _("Mystery visits on the phone, also without a connection."),
        "lang": reader_language(),
        "dir": "ltr",
        "start_url": home,
        "scope": url_for("accounts.start"),
        "display": "standalone",
        "theme_color": THEME,
        "background_color": BACKGROUND,
        "icons": [_icon(*icon) for icon in ICONS],
    }
    return Response(json.dumps(content), mimetype="application/manifest+json")


@blueprint.get("/sw.js")
@public
def worker() -> ResponseReturnValue:
    """The service worker. It is another one as soon as any of our files is, which is how a phone learns of it."""
    given = {"release": release(), "assets": shell(), "offline": url_for("offline.page")}
    text = f"self.auditapp = {json.dumps(given)};\n{script_text('sw.js')}"
    response = Response(text, mimetype="text/javascript")
    response.headers["Cache-Control"] = "no-cache"
    response.add_etag()
    return response.make_conditional(request)


@blueprint.get("/offline")
@public
def page() -> ResponseReturnValue:
    """What a phone shows instead of a page that it does not have."""
    return conditional(render_template("visits/offline.html"))


def for_home() -> dict[str, object]:
    """Where the scripts of the auditor's home find what they keep on the phone."""
    return {
        "user": current_user.id,
        "home": url_for("visits.home"),
        "my_data": url_for("visits.my_data"),
        "offline": url_for("offline.page"),
        "worker": url_for("offline.worker"),
        "assets": shell(),
    }


def shell() -> list[str]:
    """The addresses of everything that home and a visit load."""
    styles = [styles_url(*names) for names in STYLES]
    parts = [address for name in SCRIPTS for address in part_urls(name)]
    return [*styles, *map(static_url, FILES), *map(script_url, SCRIPTS), *parts]


def _icon(name: str, size: int, purpose: str) -> dict[str, str]:
    address = static_url(f"icons/{name}")
    return {"src": address, "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
