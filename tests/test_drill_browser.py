"""Drill in a real Chromium: a row and a place on the map open what they name, one press goes back, a telephone has the last column."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.browser import opened, served
from tests.test_browser import query
from tests.tiny import JIAZI, YICHOU, Tiny

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("one_browser")]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The app, served on a small home in which two counties have filed."""
    tiny = Tiny(tmp_path_factory.mktemp("drill"))
    tiny.staff(dict.fromkeys((*JIAZI, *YICHOU), 15))
    tiny.built()
    with served("app.py", environment=tiny.environment) as address:
        yield address


def test_rows_lead_down_the_map_chooses_and_back_takes_one_press(place: str) -> None:
    with opened(f"{place}/drill") as visit:
        visit.page.locator(".drill a.choose", has_text="东江").click()
        visit.settle()
        assert query(visit)["city"] == "990100"
        assert visit.page.locator(".drill section").count() == 2
        visit.page.locator('.st-key-drill_map [data-pick="990102"]').first.click()
        visit.settle()
        assert query(visit)["county"] == "990102"
        assert visit.page.locator(".drill section").count() == 3
        visit.page.go_back()
        visit.settle()
        assert "county" not in query(visit)
        assert visit.page.locator(".drill tr.chosen").count() == 1
        assert (visit.foreign, visit.complaints) == ([], [])


def test_a_telephone_has_the_last_column_and_the_way_up(place: str) -> None:
    with opened(f"{place}/drill?county=990101", width=390, phone=True) as visit:
        visit.settle()
        columns = visit.page.locator(".drill section")
        assert [columns.nth(at).is_visible() for at in range(3)] == [False, False, True]
        assert visit.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        visit.page.locator("nav.path a", has_text="东江").click()
        visit.settle()
        assert query(visit)["city"] == "990100"
        assert columns.last.is_visible()
        assert (visit.foreign, visit.complaints) == ([], [])
