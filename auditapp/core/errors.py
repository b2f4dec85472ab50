"""What services and queries raise when the answer is no; the app turns them into pages."""


class NotFound(Exception):  # noqa: N818 - named like the answer that the user gets
    """It does not exist, or not for this user: both look the same from outside (X1)."""


class Forbidden(Exception):  # noqa: N818 - named like the answer that the user gets
    """It exists and the user knows it, but may not do this."""
