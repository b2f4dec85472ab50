"""What services and queries raise when the answer is no; the app turns it into a page, a command into its last line."""


class NotFound(Exception):  # noqa: N818 - named like the answer that the user gets
    """It does not exist, or not for this user: both look the same from outside (X1)."""


class Forbidden(Exception):  # noqa: N818 - named like the answer that the user gets
    """It exists and the user knows it, but may not do this."""


class NoSigningKey(Exception):  # noqa: N818 - reads as the fact that it states
    """There is no key to sign with, or none that can be used; the text says in English what to do about it."""


class NotGenuine(Exception):  # noqa: N818 - as above
    """The file is not as it was signed, or not signed by this key; the text says in English what is wrong."""
