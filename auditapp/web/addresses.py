"""What an address may hold: numbers that fit into the database, and no sign that no database takes."""

from flask import Flask, abort, request
from werkzeug.routing import IntegerConverter, ValidationError

LARGEST_ID = 2**31 - 1


class IdConverter(IntegerConverter):
    """`<int:…>`: a number that is too large for a key is the address of nothing, not an error."""

    def to_python(self, value: str) -> int:
        """The number. Raises ValidationError, which makes a 404."""
        number: int = super().to_python(value)
        if number > LARGEST_ID:
            raise ValidationError
        return number


def init_addresses(app: Flask) -> None:
    """Has to come before the views are registered."""
    app.url_map.converters["int"] = IdConverter
    app.before_request(_refuse_unreadable)


def _refuse_unreadable() -> None:
    """PostgreSQL takes no NUL in a text, and nobody types one."""
    if any("\0" in part for part in (request.path, *request.args.values())):
        abort(404)
