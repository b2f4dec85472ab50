"""A client's look in reports: taken from what the visit was published with, never from what was chosen since (R5)."""

from auditapp.clients.models import Brand as ChosenBrand
from auditapp.domain.colours import ink_of
from auditapp.domain.paper import PageSize
from auditapp.reports.content import Brand

LOGO = "logo"
"""The name of the logo among a report's pictures; photos have UUIDs."""
PLAIN = Brand(logo_id=None, colour="", ink="", contact=(), paper=PageSize.A4)
"""The product's own look."""


def brand_of(chosen: ChosenBrand | None) -> Brand:
    """The look of a report; without a choice the product's own."""
    if chosen is None:
        return PLAIN
    return Brand(
        logo_id=chosen.id if chosen.logo_key else None,
        colour=chosen.colour,
        ink=ink_of(chosen.colour) if chosen.colour else "",
        contact=tuple(chosen.contact.splitlines()),
        paper=chosen.paper,
    )
