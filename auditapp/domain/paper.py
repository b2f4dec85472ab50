"""The sizes of paper that documents are made for."""

from enum import StrEnum


class PageSize(StrEnum):
    """As CSS calls them: A4 for most of the world, Letter for North America."""

    A4 = "a4"
    LETTER = "letter"
