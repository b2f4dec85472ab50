"""Printing a report, beside a warm Chromium that prints the same page: 60 answers, 12 photos, 20 actions, and as long as an agency writes."""

import gc
import json
import pickle
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields, is_dataclass, replace
from functools import partial
from itertools import chain
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import pytest
from flask import Flask, current_app
from flask_babel import force_locale

from auditapp.core.config import PROJECT_ROOT
from auditapp.core.i18n import locale_of
from auditapp.domain.language import Language
from auditapp.reports.composing import content_of
from auditapp.reports.content import Proof, ReportContent
from auditapp.reports.evidence import evidence_of
from auditapp.reports.gallery import Case, gallery_facts, photograph
from auditapp.reports.rendering import STYLESHEETS, TEMPLATE, SignedReport, report_pdf
from tests.benchmarks.printing_browser import PrintingBrowser
from tests.benchmarks.printing_worker import installed
from tests.benchmarks.stopwatch import say, say_parts

LANGUAGE = Language.HUNGARIAN
SECTIONS = 7
PROOF = Proof(code="7K3M-9QXT-4HWD", page="audits.example/verify", qr_size=1, qr_path="M0 0h1v1h-1z")
LONGEST = {"what": 38, "why": 42, "question": 45, "answer": 40, "remark": 60, "caption": 60}
ONE_BUDGET, TWO_BUDGET = 1.6, 1.05
MEMORY_BUDGET, GROWTH_BUDGET, SIZE_BUDGET, QUESTIONS_BUDGET = 100, 5, 500, 5.0
WARM_UP, ROUNDS, BATCH = 3, 15, 24


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """In its context."""
    app = installed(tmp_path_factory.mktemp("installation"))
    with app.app_context():
        yield app
    app.extensions["auditapp.database"].engine.dispose()


def terse(value: Any) -> Any:  # noqa: ANN401 - any part of a report's content
    """The same in fewer words: library texts make ten pages of it, an agency's own about six."""
    if isinstance(value, tuple):
        return tuple(terse(part) for part in value)
    if not is_dataclass(value) or isinstance(value, type):
        return value
    parts = {field.name: terse(getattr(value, field.name)) for field in fields(value)}
    short = {name: parts[name][:length] for name, length in LONGEST.items() if name in parts}
    steps = {"steps": tuple(step[:36] for step in parts["steps"][:2])} if "steps" in parts else {}
    return replace(value, **{**parts, **short, **steps})


def marked(value: Any, mark: str) -> Any:  # noqa: ANN401 - any part of a report's content
    """The same with other words: what was set before is of no use for it."""
    if isinstance(value, tuple):
        return tuple(marked(part, mark) for part in value)
    if not is_dataclass(value) or isinstance(value, type):
        return value
    parts = {field.name: marked(getattr(value, field.name), mark) for field in fields(value)}
    return replace(value, **{**parts, **{name: parts[name] + mark for name in LONGEST if name in parts}})


def in_sections(content: ReportContent, count: int) -> ReportContent:
    """The same answers in so many sections: ours come from several checklists, and would be in thirteen."""
    lines = [line for section in content.answers for line in section.answers]
    share = -(-len(lines) // count)
    sections = tuple(
        replace(section, answers=tuple(lines[place * share : (place + 1) * share]))
        for place, section in enumerate(content.answers[:count])
    )
    return replace(content, sections=content.sections[:count], answers=sections)


def made_up() -> tuple[ReportContent, dict[str, Any]]:
    """What a report says, and its data."""
    facts = gallery_facts(Case(name="usual"), LANGUAGE)
    content = content_of(facts, LANGUAGE)
    return in_sections(terse(content), SECTIONS), evidence_of(facts, content)


def drawing() -> Callable[[], SignedReport]:
    """What makes the report, again and again."""
    return partial(report_pdf, *made_up(), photograph)


def page_for_a_browser(folder: Path, report: ReportContent) -> Path:
    """The same page and styles, where a browser finds fonts and photos as files."""
    styles = "".join(sheet.read_text(encoding="utf-8") for sheet in STYLESHEETS)
    styles = f"@page {{ size: A4 }} html, body, h1, h2, h3, p, ul, ol, blockquote {{ margin: 0; padding: 0 }} {styles}"
    with force_locale(locale_of(LANGUAGE)):
        html = current_app.jinja_env.get_template(TEMPLATE).render(report=report, proof=PROOF)
    html = html.replace("</head>", f"<style>{styles}</style></head>").replace(' loading="lazy"', "")
    html = html.replace("asset:", (PROJECT_ROOT / "static").as_uri() + "/").replace('src="photo:', 'src="')
    for photo in photos_of(report):
        (folder / photo).write_bytes(photograph(photo))
    file = folder / "report.html"
    file.write_text(html, encoding="utf-8")
    return file


def seconds(work: Callable[[], object]) -> float:
    """How long it takes."""
    start = perf_counter()
    work()
    return perf_counter() - start


@pytest.mark.usefixtures("app")
def test_one_report_beside_a_warm_browser(tmp_path: Path) -> None:
    draw, page = drawing(), page_for_a_browser(tmp_path, made_up()[0])
    with PrintingBrowser(tmp_path / "profile") as browser:
        pdf = draw()
        for _ in range(WARM_UP):
            draw()
            browser.printed(page)
        gc.collect()
        gc.freeze()
        ratios = [seconds(draw) / seconds(lambda: browser.printed(page)) for _ in range(ROUNDS)]
        gc.unfreeze()
    say(f"Drawing a report of {pdf.pages} pages, against Chromium printing it", median(ratios), ONE_BUDGET)
    say("  its size with 12 photos, in KB", len(pdf.data) / 1024, SIZE_BUDGET)
    assert len(pdf.data) < SIZE_BUDGET * 1024


@pytest.mark.usefixtures("app")
def test_two_workers_beside_two_browsers(tmp_path: Path) -> None:
    page = page_for_a_browser(tmp_path, made_up()[0])
    browsers = [PrintingBrowser(tmp_path / name) for name in ("one", "two")]
    with browsers[0], browsers[1], ThreadPoolExecutor(2) as both:

        def print_batch(browser: PrintingBrowser) -> None:
            for _ in range(BATCH):
                browser.printed(page)

        list(both.map(print_batch, browsers))
        printing = seconds(lambda: list(both.map(print_batch, browsers)))
    with ThreadPoolExecutor(2) as both:
        measured = list(both.map(lambda _: in_a_worker(tmp_path, WARM_UP, BATCH), range(2)))
    working = max(worker["seconds"] for worker in measured)
    say("Reports per second of two workers, against two browsers", printing / working, TWO_BUDGET)
    say_parts({"reports a minute by two workers": round(2 * BATCH / working * 60)})


@pytest.mark.usefixtures("app")
def test_a_worker_stays_small(tmp_path: Path) -> None:
    worker = in_a_worker(tmp_path, 25, 200)
    say(
        "Memory that a worker has for itself, at its peak in 225 reports, in MB", worker["own"], MEMORY_BUDGET
    )
    say("  with all that it shares with other processes, in MB", worker["whole"], MEMORY_BUDGET)
    say("  its growth over the last 200, in MB", worker["growth"], GROWTH_BUDGET)
    assert worker["growth"] < GROWTH_BUDGET


@pytest.mark.usefixtures("app")
def test_four_times_the_questions_take_not_much_more_than_four_times_as_long() -> None:
    content, evidence = made_up()
    copies: list[ReportContent] = [marked(content, f" {number}") for number in range(4)]
    longer: ReportContent = replace(
        content,
        sections=tuple(chain.from_iterable(copy.sections for copy in copies)),
        findings=tuple(chain.from_iterable(copy.findings for copy in copies)),
        actions=tuple(chain.from_iterable(copy.actions for copy in copies)),
        answers=tuple(chain.from_iterable(copy.answers for copy in copies)),
    )
    few = partial(report_pdf, content, evidence, photograph)
    many = partial(report_pdf, longer, evidence, photograph)
    few(), many()
    ratio = median(seconds(many) / seconds(few) for _ in range(7))
    say("Drawing a report of 240 questions, against one of 60", ratio, QUESTIONS_BUDGET)
    assert ratio < QUESTIONS_BUDGET


def in_a_worker(folder: Path, before: int, counted: int) -> Mapping[str, float]:
    """Draw in a process of its own, as a worker does; how long it took, and its memory in MB."""
    report, evidence = made_up()
    work = folder / f"work-{before}-{counted}"
    work.write_bytes(
        pickle.dumps((report, evidence, {photo: photograph(photo) for photo in photos_of(report)}))
    )
    command = [sys.executable, "-m", "tests.benchmarks.printing_worker", str(work), str(before), str(counted)]
    run = subprocess.run(command, check=True, capture_output=True, text=True, cwd=PROJECT_ROOT)
    measured: Mapping[str, float] = json.loads(run.stdout)
    return measured


def photos_of(report: ReportContent) -> list[str]:
    """The photos that it shows."""
    shown = [photo for finding in report.findings for photo in finding.photos]
    return [photo.id for photo in (*shown, *report.further_photos)]
