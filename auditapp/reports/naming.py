"""What files of reports are called, and where they are found for several visits at once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from auditapp.core.alphabets import sort_key
from auditapp.core.filenames import each_once, file_name, in_plain_letters
from auditapp.core.i18n import date_text
from auditapp.domain.language import Language
from auditapp.reports.batch_queries import newest_files
from auditapp.reports.models import ReportFile
from auditapp.reports.queries import days_of
from auditapp.visits.models import Visit


@dataclass(frozen=True, slots=True, kw_only=True)
class FiledReport:
    """A report in the storage: the file's name in plain letters, and the words of its bookmark among others."""

    name: str
    words: str
    storage_key: str
    published_at: datetime


def report_name(visit: Visit, day: date, language: Language) -> str:
    """Store, day and language."""
    return file_name(visit.store.name, day.isoformat(), language.value, ending="pdf")


def name_of(session: Session, visit: Visit, language: Language) -> str:
    """The same for one visit."""
    return report_name(visit, days_of(session, [visit])[visit.id], language)


def filed_reports(session: Session, visits: Sequence[Visit], language: Language) -> list[FiledReport]:
    """The reports of the visits that were made in a language, by region and store as its alphabet has them."""
    files, key = newest_files(session, [visit.id for visit in visits]), sort_key(language)
    made = [(visit, files[visit.id, language]) for visit in visits if (visit.id, language) in files]
    made.sort(key=lambda pair: (key(pair[0].store.region.name), key(pair[0].store.name), pair[0].id))
    days = days_of(session, [visit for visit, _file in made])
    names = each_once(in_plain_letters(report_name(visit, days[visit.id], language)) for visit, _file in made)
    return list(_filed(made, names, days, language))


def _filed(
    made: Sequence[tuple[Visit, ReportFile]],
    names: Iterator[str],
    days: dict[int | None, date],
    language: Language,
) -> Iterator[FiledReport]:
    for (visit, file), name in zip(made, names, strict=True):
        yield FiledReport(
            name=name,
            words=f"{visit.store.name}, {date_text(days[visit.id], language, 'medium')}",
            storage_key=file.storage_key,
            published_at=visit.published_at or visit.created_at,
        )
