"""Service coverage and organizations in a real Chromium: what is pressed in their pictures, by pointer and by keys, and the way back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.browser import opened, served
from tests.test_browser import query
from tests.test_organizations import organizations
from tests.test_services import services
from tests.tiny import JIAZI, YICHOU, Tiny

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("one_browser")]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The app, served on a small home in which two counties have filed both forms."""
    tiny = Tiny(tmp_path_factory.mktemp("topics"))
    units = (*JIAZI, *YICHOU, "990202")
    tiny.file("services", {unit: services(10, 10, 4, 8) for unit in units})
    tiny.file("organizations", {unit: organizations((number, 1, 2), 1) for number, unit in enumerate(units)})
    tiny.built()
    with served("app.py", environment=tiny.environment) as address:
        yield address


def test_a_head_sorts_a_row_opens_its_county_and_back_takes_one_press(place: str) -> None:
    with opened(f"{place}/services?city=990100") as visit:
        heat = visit.page.locator(".st-key-service_heat")
        heat.locator('[data-pick="sort/childcare"]').last.click()
        visit.settle()
        assert query(visit)["sort"] == "childcare"
        row = heat.locator('[data-pick="area/990102"]')
        row.focus()
        visit.page.keyboard.press("Enter")
        visit.settle()
        assert query(visit)["county"] == "990102"
        assert "乙丑区" in visit.page.inner_text("h1")
        visit.page.go_back()
        visit.settle()
        assert "county" not in query(visit)
        assert query(visit)["sort"] == "childcare"
        assert (visit.foreign, visit.complaints) == ([], [])


def test_a_mark_chooses_its_county_and_a_second_press_lets_it_go(place: str) -> None:
    with opened(f"{place}/organizations") as visit:
        mark = visit.page.locator('.st-key-organization_marks [data-pick="990101"]')
        mark.click()
        visit.settle()
        assert query(visit)["county"] == "990101"
        assert "甲子区" in visit.page.inner_text("h1")
        mark.click()
        visit.settle()
        assert "county" not in query(visit)
        visit.page.locator('.st-key-organization_list [data-pick="990100"]').click()
        visit.settle()
        assert query(visit)["city"] == "990100"
        assert (visit.foreign, visit.complaints) == ([], [])
