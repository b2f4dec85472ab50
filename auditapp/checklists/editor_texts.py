"""What the editor's scripts say, by name, in the reader's language."""

from flask_babel import gettext as _


def texts_for_editor() -> dict[str, str]:
    """All of it."""
    return {"untitled": _("without a text")}
