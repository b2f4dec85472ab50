"""The data that a report carries attached, so that anybody can count its score again (R5).

Nothing in it says who was there: no auditor, no employee, no remark, no text that somebody typed.
"""

import json
from collections.abc import Mapping
from typing import Any

from auditapp.domain.definition import dump_definition
from auditapp.domain.recount import dump_total, scoring_answers, scoring_form
from auditapp.reports.content import ReportContent
from auditapp.reports.facts import Facts
from auditapp.reports.models import TEMPLATE_VERSION

FORMAT = "auditapp-report/1"
FILE_NAME = "report.json"


def evidence_of(facts: Facts, report: ReportContent) -> dict[str, Any]:
    """What the report of these facts was made from, as JSON. docs/proof.md describes each field."""
    visit, version, client = facts.visit, facts.visit.version, facts.visit.store.region.client
    definition = version.definition
    return {
        "format": FORMAT,
        "language": report.language,
        "template_version": TEMPLATE_VERSION,
        "visit": {
            "store_code": report.store.code,
            "store": report.store.name,
            "address": report.store.address,
            "region": report.store.region,
            "client": report.store.client,
            "visited_on": facts.day.isoformat(),
            "published_at": report.published_at,
            "wave": report.wave,
            "scenario": visit.scenario,
        },
        "checklist": {
            "slug": definition.slug,
            "title": report.checklist,
            "version": version.number,
            "digest": version.digest,
            "scoring_form": dump_definition(scoring_form(definition)),
        },
        "policies": {
            "scoring": dump_definition(definition)["policy"],
            "names_in_reports": client.names_in_reports,
        },
        "answers": scoring_answers(definition, facts.capture.answers, visit.scenario),
        "score": dump_total(facts.result),
        "printed": {"score": report.score.text, "band": report.band.label if report.band else ""},
    }


def written(evidence: Mapping[str, Any]) -> bytes:
    """The attached file: the same bytes for the same data."""
    return json.dumps(evidence, ensure_ascii=False, sort_keys=True, indent=1).encode()
