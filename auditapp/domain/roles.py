"""Who people are in this product (X1)."""

from enum import StrEnum


class Role(StrEnum):
    """What a user may do at all; a client user's scope says for which stores."""

    ADMIN = "admin"
    REVIEWER = "reviewer"
    AUDITOR = "auditor"
    CLIENT = "client"


AGENCY = frozenset({Role.ADMIN, Role.REVIEWER})
"""Those who see every client's work."""
