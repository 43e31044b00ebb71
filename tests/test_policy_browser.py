"""The pages of the policy in a real Chromium: what is pressed by pointer and keys, what is narrow, what leaves the machine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser import Visit, opened, served
from tests.careers import file_careers
from tests.evaluated import standing
from tests.policy import filed_policy
from tests.test_browser import query
from tests.test_initiative_page import with_initiatives
from tests.tiny import Tiny

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("one_browser")]


@pytest.fixture(scope="module")
def policy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The app, served on a small home in which the policy's forms are filed."""
    tiny = filed_policy(Tiny(tmp_path_factory.mktemp("policy")))
    file_careers(tiny)
    with served("app.py", environment=tiny.environment) as place:
        yield place


def focused(visit: Visit) -> str:
    """What the mark with the focus chooses."""
    return str(
        visit.page.evaluate(
            """() => { let one = document.activeElement;
            while (one?.shadowRoot?.activeElement) one = one.shadowRoot.activeElement;
            return one?.dataset?.pick ?? '' }"""
        )
    )


def test_a_stack_is_chosen_by_a_click_and_by_keys_and_the_focus_stays(policy: str) -> None:
    with opened(f"{policy}/tiers") as visit:
        stack = visit.page.locator('.st-key-tier_flow [data-pick="2025-12-31/leading"]')
        stack.click()
        visit.settle()
        assert (query(visit)["tier"], query(visit)["period"]) == ("leading", "2025-12-31")
        assert "引领型最多的县" in visit.page.inner_text(".ranking h2")
        stack.focus()
        visit.page.keyboard.press("ArrowLeft")
        assert focused(visit) == "2024-12-31/leading"
        visit.page.keyboard.press("Enter")
        visit.settle()
        assert query(visit)["period"] == "2024-12-31"
        assert focused(visit) == "2024-12-31/leading"
        assert visit.page.locator(".st-key-tier_flow [tabindex='0']").count() == 1
        visit.page.go_back()
        visit.settle()
        assert query(visit)["period"] == "2025-12-31"
        assert (visit.foreign, visit.complaints) == ([], [])


def test_a_row_opens_its_city_and_the_way_up_leads_back(policy: str) -> None:
    with opened(f"{policy}/tiers?lang=en", theme="dark") as visit:
        visit.page.locator('.st-key-tier_areas [data-pick="990100"]').click()
        visit.settle()
        assert query(visit)["city"] == "990100"
        assert visit.page.inner_text("h1").startswith("Dongjiang City")
        visit.page.locator("nav.path a").first.click()
        visit.settle()
        assert "city" not in query(visit)
        assert (visit.foreign, visit.complaints) == ([], [])


def test_a_tile_opens_its_chain_and_says_what_it_holds(policy: str) -> None:
    with opened(f"{policy}/partners") as visit:
        tile = visit.page.locator('.st-key-partner_tiles [data-pick="990101"]')
        tile.hover()
        tip = visit.page.locator(".st-key-partner_tiles .tip")
        assert "甲子区" in tip.inner_text()
        assert tip.inner_text().count("\n") == 5
        tile.click()
        visit.settle()
        assert query(visit)["county"] == "990101"
        assert visit.page.locator(".st-key-partner_chain svg circle").count() >= 5
        tile.click()
        visit.settle()
        assert "county" not in query(visit)
        assert (visit.foreign, visit.complaints) == ([], [])


def test_a_grade_lists_its_counties_and_a_county_its_townships(policy: str) -> None:
    with opened(f"{policy}/careers") as visit:
        rung = visit.page.locator('.st-key-career_ladder [data-pick="staff-1"]')
        rung.hover()
        tip = visit.page.locator(".st-key-career_ladder .tip")
        assert "其他工作人员1级" in tip.inner_text()
        rung.click()
        visit.settle()
        assert query(visit)["step"] == "staff-1"
        visit.page.locator('.st-key-career_areas [data-pick="990101"]').click()
        visit.settle()
        assert (query(visit)["county"], query(visit)["step"]) == ("990101", "staff-1")
        assert "乡镇" in visit.page.inner_text(".ranking h2")
        visit.page.go_back()
        visit.settle()
        assert "county" not in query(visit)
        assert (visit.foreign, visit.complaints) == ([], [])


def test_a_line_opens_its_case_and_a_tile_its_county(policy: str) -> None:
    with opened(f"{policy}/pilots") as visit:
        line = visit.page.locator('.st-key-pilot_lines [data-pick="O1"]')
        line.hover()
        tip = visit.page.locator(".st-key-pilot_lines .tip")
        assert "到 3 个县，其中 1 个评审不合格" in tip.inner_text()
        line.click()
        visit.settle()
        assert query(visit)["case"] == "O1"
        assert "早于首创，不计" in visit.page.inner_text(".st-key-county_card")
        # A copy's county is a link to what it has of all; Back returns to the case.
        visit.page.locator(".st-key-county_card a.choose", has_text="乙丑").click()
        visit.settle()
        assert (query(visit)["county"], "case" in query(visit)) == ("990102", False)
        tile = visit.page.locator('.st-key-pilot_county_tiles [data-pick="990102"]')
        assert tile.get_attribute("aria-pressed") == "true"
        visit.page.go_back()
        visit.settle()
        assert query(visit)["case"] == "O1"
        visit.page.locator('.st-key-pilot_board [data-pick="O1"]').press("Enter")
        visit.settle()
        assert "case" not in query(visit)
        assert (visit.foreign, visit.complaints) == ([], [])


@pytest.mark.parametrize(
    ("page", "key"),
    [
        ("tiers", "tier_flow"),
        ("partners", "partner_tiles"),
        ("pilots", "pilot_lines"),
        ("resources?period=2024-12-31", "resource_lens"),
        ("careers", "career_ladder"),
    ],
)
def test_a_narrow_window_has_a_drawing_of_its_own_that_fits_it(policy: str, page: str, key: str) -> None:
    with opened(f"{policy}/{page}", width=390) as visit:
        drawn = visit.page.locator(f".st-key-{key} svg")
        drawn.wait_for()
        visit.wait_until_still()
        box, said = drawn.bounding_box(), float(drawn.get_attribute("width") or 0)
        # Shown at the size it was drawn for: its texts keep theirs.
        assert box is not None
        assert said - 8 <= box["width"] <= 390
        visit.page.set_viewport_size({"width": 1440, "height": 900})
        visit.page.wait_for_timeout(400)
        assert float(drawn.get_attribute("width") or 0) > said


def test_a_city_opens_its_counties_and_a_mark_its_county(policy: str) -> None:
    with opened(f"{policy}/resources?period=2024-12-31") as visit:
        visit.page.locator('.st-key-resource_lens [data-pick="990100"]').click(position={"x": 20, "y": 12})
        visit.settle()
        assert query(visit)["city"] == "990100"
        county = visit.page.locator('.st-key-resource_lens [data-pick="990102"]')
        county.focus()
        visit.page.keyboard.press("Enter")
        visit.settle()
        assert query(visit)["county"] == "990102"
        assert focused(visit) == "990102"
        assert visit.page.locator(".st-key-resource_card svg").count() == 1
        visit.page.go_back()
        visit.settle()
        assert "county" not in query(visit)
        visit.page.locator("nav.path a").first.click()
        visit.settle()
        assert "city" not in query(visit)
        # A county's mark lies over its city's row, and is the county's.
        mark = visit.page.locator('.st-key-resource_lens [data-pick="990101"]')
        mark.hover()
        assert "甲子区" in visit.page.locator(".st-key-resource_lens .tip").inner_text()
        mark.click()
        visit.settle()
        assert query(visit)["county"] == "990101"
        assert (visit.foreign, visit.complaints) == ([], [])


def test_a_dot_of_funds_and_rooms_opens_its_county(policy: str) -> None:
    with opened(f"{policy}/resources?period=2024-12-31&view=scatter&lang=en", theme="dark") as visit:
        visit.page.locator('.st-key-resource_dots [data-pick="999001"]').click()
        visit.settle()
        assert query(visit)["county"] == "999001"
        assert visit.page.locator(".st-key-resource_card svg").count() == 1
        assert (visit.foreign, visit.complaints) == ([], [])


@pytest.fixture(scope="module")
def evaluated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The app, served on a small home that has an index."""
    tiny = standing(Tiny(tmp_path_factory.mktemp("evaluated")))
    with served("app.py", environment=tiny.environment) as place:
        yield place


def test_a_band_chooses_its_county_and_a_slider_moves_the_others_along(evaluated: str) -> None:
    with opened(f"{evaluated}/evaluation") as visit:
        visit.page.locator('.st-key-positions [data-pick="990101"]').click()
        visit.settle()
        assert query(visit)["county"] == "990101"
        sliders = visit.page.locator(".weights input")
        before = [int(one) for one in sliders.evaluate_all("all => all.map(one => one.value)")]
        sliders.first.focus()
        visit.page.keyboard.press("ArrowRight")
        visit.settle()
        shares = [int(part) for part in query(visit)["w"].split("-")]
        assert shares[0] == before[0] + 1
        assert sum(shares) == sum(before) == 100
        assert [int(one) for one in sliders.evaluate_all("all => all.map(one => one.value)")] == shares
        assert visit.page.evaluate("document.activeElement.shadowRoot?.activeElement?.type ?? ''") == "range"
        visit.page.go_back()
        visit.settle()
        assert "w" not in query(visit)
        assert query(visit)["county"] == "990101"
        assert (visit.foreign, visit.complaints) == ([], [])


def test_what_a_filter_says_before_it_is_used_is_whole_and_one_row_holds_them(tmp_path: Path) -> None:
    tiny = with_initiatives(Tiny(tmp_path))
    with (
        served("app.py", environment=tiny.environment) as place,
        opened(f"{place}/initiatives?lang=en") as visit,
    ):
        boxes = visit.page.locator(".st-key-toolbar [data-testid=stSelectbox] input")
        boxes.nth(3).wait_for()
        said = [box.input_value() for box in boxes.all()]
        assert said[2:] == ["All departments", "All mechanisms"]
        is_cut = [box.evaluate("e => e.scrollWidth > e.clientWidth") for box in boxes.all()]
        assert not any(is_cut), said
        assert {box.evaluate("e => getComputedStyle(e).textOverflow") for box in boxes.all()} == {"ellipsis"}
        height = visit.page.locator(".st-key-toolbar").evaluate("e => e.getBoundingClientRect().height")
        assert height < 60
