"""What happened, told upward: a lower feature says it, higher ones that it must not know listen.

Listeners are connected in app.py, run at once, and belong to the same transaction.
"""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from sqlmodel import Session

Listener = Callable[[Session, Any], None]


class Events:
    """Listeners by the type of event."""

    def __init__(self) -> None:
        self._listeners: dict[type, list[Listener]] = defaultdict(list)

    def listen(self, kind: type, listener: Listener) -> None:
        """Call `listener(session, event)` for every event of this type."""
        if listener not in self._listeners[kind]:
            self._listeners[kind].append(listener)

    def tell(self, session: Session, event: object) -> None:
        """Call everybody who listens to this type of event, in the order of connection."""
        for listener in self._listeners[type(event)]:
            listener(session, event)


events = Events()
"""The one exchange of the process."""
