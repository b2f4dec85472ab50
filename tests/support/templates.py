"""Templates as they were compiled once: each app of a process would compile all that it shows again."""

from types import CodeType

from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket


class _Compiled(BytecodeCache):
    """Keeps what was compiled, by the template's name, place and text; Jinja asks for it by all three."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give what is known."""
        bucket.code = self._kept.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        assert bucket.code is not None
        self._kept[bucket.key, bucket.checksum] = bucket.code


_COMPILED = _Compiled()


def share_templates(app: Flask) -> None:
    """Let `app` use what other apps of this process have compiled; their settings of Jinja are the product's own."""
    app.jinja_env.bytecode_cache = _COMPILED
