"""Settings: everything that differs between installations, read from the environment once."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

PROJECT_ROOT = Path(__file__).resolve().parents[2]
BELGRADE = ZoneInfo("Europe/Belgrade")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """One installation. Every field is documented in docs/settings.md (a test checks it)."""

    secret_key: str
    database_url: str
    queue_url: str
    storage_url: str
    signing_file: Path
    """Key and certificate that reports are signed with."""
    mail_url: str
    """Where e-mails go: an SMTP server, or a folder that they are written into."""
    public_url: str = "http://localhost:8000"
    """Where people reach the product: printed on reports, so that they can be checked."""
    production: bool = False
    secure_cookies: bool = False
    trusted_proxies: int = 0
    mail_from: str = "Auditapp <reports@localhost>"
    """Whom e-mails come from."""
    agency_name: str = "Auditapp"
    agency_imprint: tuple[str, ...] = ()
    """The agency's address and how to reach it, line by line, as they stand in reports."""
    timezone: ZoneInfo = BELGRADE
    """Where the agency's day begins and ends."""

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] = os.environ) -> "Settings":
        """Read AUDITAPP_* variables; what is not set lies in the instance folder on this machine."""
        folder = Path(environ.get("AUDITAPP_INSTANCE", PROJECT_ROOT / "instance")).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        production = environ.get("AUDITAPP_ENV", "") == "production"
        return cls(
            secret_key=environ.get("AUDITAPP_SECRET_KEY") or _kept_secret(folder / "secret_key"),
            database_url=environ.get("AUDITAPP_DATABASE_URL", f"sqlite:///{folder / 'auditapp.db'}"),
            queue_url=environ.get("AUDITAPP_QUEUE_URL", f"sqlite:///{folder / 'queue.db'}"),
            storage_url=environ.get("AUDITAPP_STORAGE_URL", f"file://{folder / 'files'}"),
            signing_file=Path(environ.get("AUDITAPP_SIGNING_FILE", folder / "signing.pem")).resolve(),
            public_url=environ.get(
                "AUDITAPP_PUBLIC_URL", f"http://localhost:{environ.get('AUDITAPP_PORT', '8000')}"
            ).rstrip("/"),
            production=production,
            secure_cookies=environ.get("AUDITAPP_SECURE_COOKIES", "1" if production else "0") == "1",
            trusted_proxies=int(environ.get("AUDITAPP_TRUSTED_PROXIES", "0")),
            mail_url=environ.get("AUDITAPP_MAIL_URL", f"file://{folder / 'mails'}"),
            mail_from=environ.get("AUDITAPP_MAIL_FROM", "Auditapp <reports@localhost>"),
            agency_name=environ.get("AUDITAPP_AGENCY_NAME", "Auditapp"),
            agency_imprint=_lines(environ.get("AUDITAPP_AGENCY_IMPRINT", "")),
            timezone=ZoneInfo(environ.get("AUDITAPP_TIMEZONE", BELGRADE.key)),
        )


def _lines(text: str) -> tuple[str, ...]:
    """What stands between `|` or on lines of its own."""
    return tuple(line.strip() for line in text.replace("|", "\n").splitlines() if line.strip())


def _kept_secret(path: Path) -> str:
    """The key of this machine, made on first use and readable by its owner only."""
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
    except FileExistsError:
        pass
    return path.read_text(encoding="ascii")
