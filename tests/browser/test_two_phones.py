"""One auditor, two phones, one visit: both works are kept, the later change counts, and no clock decides."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from auditapp.domain.conflicts import conflicts
from auditapp.visits.models import Visit
from auditapp.visits.queries import operation_of
from tests.support.browser import Complaints
from tests.support.capture import choose, kept, open_visit, saved, shown, take, tap_fast
from tests.support.handset import Handset
from tests.support.keeping import AWAY
from tests.support.looking import Look
from tests.support.network import Network
from tests.support.people import People
from tests.support.photos import OVERSIZED


def test_two_phones_on_one_visit_merge_and_show_each_other(
    new_handset: Callable[[], Handset],
    network: Network,
    people: People,
    visit: Visit,
    look: Look,
    complaints: Complaints,
) -> None:
    one, other = new_handset(), new_handset()
    for phone in (one, other):
        phone.log_in(people.auditor)
        open_visit(phone.page, visit)
    network.answer(503, "POST /api")
    tap_fast(one.page, "greeting", "good")
    tap_fast(one.page, "seated", "yes")
    tap_fast(other.page, "greeting", "never")
    tap_fast(other.page, "greeting", "late")
    network.mend()
    for phone in (one, other):
        phone.page.evaluate("dispatchEvent(new Event('online'))")
        saved(phone.page)
    for phone in (one, other):
        phone.page.evaluate("dispatchEvent(new Event('focus'))")
    expect(
        one.page.locator('[data-question="greeting"]').get_by_label("Greeted after a while")
    ).to_be_checked()
    expect(other.page.locator('[data-question="seated"]').get_by_label("Yes")).to_be_checked()
    assert look.answers["greeting"].value == "late"
    found = conflicts([operation_of(row) for row in look.log])
    assert [(conflict.winner.value, [lost.value for lost in conflict.others]) for conflict in found] == [
        ("late", ["good"])
    ]
    complaints.tolerate(*AWAY)


def test_news_of_another_phone_does_not_make_a_refused_photo_look_safe(
    new_handset: Callable[[], Handset], people: People, visit: Visit, tmp_path: Path
) -> None:
    one, other = new_handset(), new_handset()
    for phone in (one, other):
        phone.log_in(people.auditor)
        open_visit(phone.page, visit)
    file = tmp_path / "image.jpg"
    file.write_bytes(OVERSIZED)
    choose(one.page, "greeting", "Greeted after a while")
    refused = take(one.page, "receipt", file)
    expect(refused).to_have_class("new refused")
    tap_fast(other.page, "seated", "yes")
    saved(other.page)
    one.page.evaluate("dispatchEvent(new Event('focus'))")
    expect(one.page.locator('[data-question="seated"]').get_by_label("Yes")).to_be_checked()
    choose(one.page, "window", "Yes")
    saved(one.page)
    expect(refused).to_have_class("new refused")


@pytest.mark.parametrize("days", [-1, 1])
def test_a_wrong_clock_changes_nothing_but_is_noted(hold: Page, visit: Visit, look: Look, days: int) -> None:
    choose(hold, "greeting", "Greeted at once, with a smile")
    saved(hold)
    hold.clock.set_system_time(datetime.now(UTC) + timedelta(days=days))
    open_visit(hold, visit)
    choose(hold, "greeting", "Greeted after a while")
    saved(hold)
    hold.clock.set_system_time(datetime.now(UTC) - timedelta(days=days))
    open_visit(hold, visit)
    choose(hold, "greeting", "Not greeted at all")
    saved(hold)
    assert look.answers["greeting"].value == "never"
    offsets = [row.clock_offset for row in look.log]
    assert None not in offsets
    assert [round((offset or 0) / 86_400) for offset in offsets] == [0, -days, days]


def test_the_tab_that_follows_shows_what_is_done_in_the_other(hold: Page, visit: Visit) -> None:
    other = hold.context.new_page()
    open_visit(other, visit)
    choose(hold, "greeting", "Greeted after a while")
    kept(hold, 1)
    expect(other.locator('[data-question="greeting"]').get_by_label("Greeted after a while")).to_be_checked()
    assert shown(other, "greeting") == ["late"]
