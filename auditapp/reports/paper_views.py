"""The way to a document's PDF, the same for all of them: the file, the page that says how far it is, and the order."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from flask import Blueprint, jsonify, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from auditapp.core.i18n import OWN_NAMES
from auditapp.core.jobs import Job, JobState
from auditapp.core.storage import StorageMissing
from auditapp.domain.language import Language
from auditapp.domain.roles import AGENCY, Role
from auditapp.reports.downloads import attachment, storage
from auditapp.reports.messages import failure_text, step_text
from auditapp.reports.papers import Paper, order_of, order_paper
from auditapp.web.access import allow
from auditapp.web.session import db

READERS = (Role.CLIENT, *AGENCY)
LANGUAGES = "<any({}):language>".format(", ".join(f"'{language}'" for language in Language))


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A document that the reader may have, and how it is called on the page that makes it wait."""

    paper: Paper
    file_name: str
    heading: str
    subject: str
    crumbs: Sequence[tuple[str, str]]
    page: str
    """The address of the same on the screen."""


Load: TypeAlias = Callable[..., Wanted]
"""Of a language and the numbers in the address. Raises NotFound for what the reader may not see."""


class PaperViews:
    """The addresses of a document under its `rule`: language.pdf, language/making and language/state.

    Its endpoints are `name`_download and so on.
    """

    def __init__(self, blueprint: Blueprint, name: str, rule: str, load: Load) -> None:
        self._name, self._load = name, load
        for path, view, method in (
            (".pdf", self.download, "GET"),
            ("/making", self.making, "GET"),
            ("/state", self.state, "GET"),
            ("/making", self.make, "POST"),
        ):
            endpoint = f"{name}_{view.__name__}"
            blueprint.add_url_rule(f"{rule}/{LANGUAGES}{path}", endpoint, view, methods=[method])

    @allow(*READERS)
    def download(self, language: str, **numbers: int) -> ResponseReturnValue:
        """The PDF; where it is not there yet, the page that says how far it is."""
        wanted = self._load(Language(language), **numbers)
        try:
            return attachment(storage().stream(wanted.paper.storage_key), wanted.file_name, "application/pdf")
        except StorageMissing:
            return redirect(self._address("making", language, numbers))

    @allow(*READERS)
    def making(self, language: str, **numbers: int) -> ResponseReturnValue:
        """How far the PDF is: to be ordered, waiting, in work, failed with a reason, or ready."""
        wanted = self._load(Language(language), **numbers)
        return render_template(
            "reports/making.html",
            heading=wanted.heading,
            subject=wanted.subject,
            crumbs=wanted.crumbs,
            page=wanted.page,
            pdf_language=language,
            pdf_language_name=OWN_NAMES[Language(language)],
            file=self._address("download", language, numbers),
            order=self._address("make", language, numbers),
            state=self._address("state", language, numbers),
            **_progress(wanted.paper),
        )

    @allow(*READERS)
    def state(self, language: str, **numbers: int) -> ResponseReturnValue:
        """The same for the page's script."""
        return jsonify(_progress(self._load(Language(language), **numbers).paper))

    @allow(*READERS)
    def make(self, language: str, **numbers: int) -> ResponseReturnValue:
        """Have the PDF made, or made again where that failed or its file was lost."""
        paper = self._load(Language(language), **numbers).paper
        if not storage().exists(paper.storage_key):
            order_paper(db(), paper, again=True)
        return redirect(self._address("making", language, numbers))

    def _address(self, view: str, language: str, numbers: Mapping[str, Any]) -> str:
        return url_for(f"reports.{self._name}_{view}", language=language, **numbers)


def _progress(paper: Paper) -> dict[str, object]:
    """Stage: none, working, failed or ready; with the words and the share that is done."""
    if storage().exists(paper.storage_key):
        return {"stage": "ready", "progress": 100, "text": ""}
    return _progress_of(order_of(db(), paper))


def _progress_of(job: Job | None) -> dict[str, object]:
    if job is None or job.state is JobState.DONE:
        return {"stage": "none", "progress": 0, "text": ""}
    if job.state is JobState.FAILED:
        return {"stage": "failed", "progress": job.progress, "text": failure_text(job)}
    return {"stage": "working", "progress": job.progress, "text": step_text(job)}
