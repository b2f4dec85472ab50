"""What happened, told upward: a lower feature says it, higher ones that it must not know listen.

Listeners are connected in app.py, run at once, and belong to the same transaction.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from sqlmodel import Session

Listener = Callable[[Session, Any], None]


class Events:
    """Listeners by the type of event."""

    def __init__(self) -> None:
        self._listeners: dict[type, list[Listener]] = defaultdict(list)
        self._unheard: ContextVar[type | None] = ContextVar("unheard_events", default=None)

    def listen(self, kind: type, listener: Listener) -> None:
        """Call `listener(session, event)` for every event of this type."""
        if listener not in self._listeners[kind]:
            self._listeners[kind].append(listener)

    def tell(self, session: Session, event: object) -> None:
        """Call everybody who listens to this type of event, in the order of connection."""
        if type(event) is not self._unheard.get():
            for listener in self._listeners[type(event)]:
                listener(session, event)

    @contextmanager
    def unheard(self, kind: type) -> Iterator[None]:
        """Let nobody hear events of this type inside the block: for a past that is loaded, not lived."""
        token = self._unheard.set(kind)
        try:
            yield
        finally:
            self._unheard.reset(token)


events = Events()
"""The one exchange of the process."""
