"""Whether a report is genuine, and whether its score is right: from the file and a certificate alone."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from io import BytesIO
from typing import Any

from cryptography.x509 import Certificate
from pypdf import PdfReader

from auditapp.core.errors import NotGenuine
from auditapp.core.i18n import percent_text
from auditapp.core.signing import check_signature
from auditapp.domain.answers import AnswerRefused
from auditapp.domain.definition import parse_definition
from auditapp.domain.language import Language
from auditapp.domain.problems import DefinitionError
from auditapp.domain.recount import answers_told, dump_total
from auditapp.domain.scoring import Score, percent, score
from auditapp.reports.evidence import FILE_NAME, FORMAT

MAX_BYTES = 50_000_000


@dataclass(frozen=True, slots=True)
class Verified:
    """A genuine report: the score that was counted again, exactly, and the code that it is known by."""

    total: Fraction | None
    code: str


def verify_report(data: bytes, trusted: Iterable[Certificate]) -> Verified:
    """Check the signature by one of the trusted certificates, count the score again and compare it with the printed one.

    Needs neither network nor database nor app. Raises NotGenuine, whose text says in English what is wrong.
    """
    if len(data) > MAX_BYTES:
        raise NotGenuine(f"The file is larger than {MAX_BYTES // 1_000_000} MB, which no report is.")
    check_signature(data, trusted)
    # Only here is the file read: whoever signed it wrote it.
    reader = PdfReader(BytesIO(data))
    evidence = _evidence(reader)
    total = _recounted(evidence).total
    printed = percent_text(percent(total), Language(evidence["language"])) if total is not None else "–"
    if evidence["printed"]["score"] != printed:
        raise NotGenuine(f"The score is {printed}, but the report states {evidence['printed']['score']}.")
    if _without_blanks(printed) not in _without_blanks(reader.pages[0].extract_text()):
        raise NotGenuine(f"The score is {printed}, but the first page shows another one.")
    return Verified(total, str(evidence["code"]))


def _evidence(reader: PdfReader) -> Mapping[str, Any]:
    try:
        evidence = json.loads(reader.attachments[FILE_NAME][0])
    except (KeyError, ValueError):
        raise NotGenuine("The file carries no data of a report.") from None
    if not isinstance(evidence, dict) or evidence.get("format") != FORMAT:
        raise NotGenuine("The attached data is of a kind that this version does not know. Use a newer one.")
    return evidence


def _recounted(evidence: Mapping[str, Any]) -> Score:
    """The score that answers and checklist give, which has to be the one attached. Raises NotGenuine."""
    try:
        checklist = parse_definition(evidence["checklist"]["scoring_form"])
        answers = answers_told(checklist, evidence["answers"])
        result = score(checklist, answers, evidence["visit"]["scenario"])
    except (DefinitionError, AnswerRefused, KeyError, TypeError, AttributeError):
        raise NotGenuine("The attached checklist and answers do not fit together.") from None
    if dump_total(result) != evidence["score"]:
        raise NotGenuine("The attached score is not the one that the attached answers give.")
    return result


def _without_blanks(text: str) -> str:
    return "".join(text.split())
