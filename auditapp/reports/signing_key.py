"""The agency's signing key, made by itself where one machine is the whole installation."""

from contextlib import suppress

from auditapp.core.config import Settings
from auditapp.core.keys import make_signing_file
from auditapp.core.signing import Signer


def signing_key(settings: Settings) -> Signer:
    """What signs reports. Raises NoSigningKey, in English.

    On SQLite, which only one machine can use, a missing key is made on the spot. Elsewhere each machine would make one
    of its own, so somebody has to make one and give it to all.
    """
    if settings.database_url.startswith("sqlite") and not settings.signing_file.exists():
        with suppress(FileExistsError):
            make_signing_file(settings.signing_file, settings.agency_name)
    return Signer.from_file(settings.signing_file)
