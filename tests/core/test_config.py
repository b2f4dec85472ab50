"""What is read from the environment."""

from pathlib import Path

import pytest

from auditapp.core.config import Settings


@pytest.mark.parametrize(
    "written,lines",
    [
        ("Nemanjina 4 | 11000 Beograd", ("Nemanjina 4", "11000 Beograd")),
        ("Nemanjina 4\n11000 Beograd\n", ("Nemanjina 4", "11000 Beograd")),
        ("|", ()),
    ],
)
def test_an_imprint_has_lines(tmp_path: Path, written: str, lines: tuple[str, ...]) -> None:
    environment = {"AUDITAPP_INSTANCE": str(tmp_path), "AUDITAPP_AGENCY_IMPRINT": written}
    assert Settings.from_environment(environment).agency_imprint == lines
