"""Every page in a real Chromium, furnished with returns of all kinds; one visit looks at it from all sides.

In two looks, which have both languages and both themes: that it stands in its language and colours, asks nobody, passes axe-core,
prints, and fits a window that grows narrow. In the other two a page of each kind of picture stands: colours and words do not
depend on each other. And once more as a telephone and a narrow window get it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe

from draw.palette import contrast, palette
from tests.browser import LOCALES, Visit, faults, ground, opened, served
from tests.careers import file_careers
from tests.evaluated import NOW, THEN, bound, file
from tests.policy import filed_policy
from tests.tiny import PERIOD, Tiny
from ui.frame.screens import SCREENS

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("one_browser")]


@pytest.fixture(scope="module")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The app, served on a small home in which every page has something to show."""
    tiny = filed_policy(Tiny(tmp_path_factory.mktemp("furnished")))
    file_careers(tiny)
    file(tiny, THEN, PERIOD.replace(year=PERIOD.year - 1))
    file(tiny, NOW, PERIOD)
    tiny.built()
    bound(tiny)
    tiny.built()
    with served("app.py", environment=tiny.environment) as place:
        yield place


@pytest.mark.parametrize(("language", "theme"), [("zh", "light"), ("en", "dark")])
@pytest.mark.parametrize("page", SCREENS)
def test_a_page_stands_reads_prints_and_fits(furnished: str, page: str, language: str, theme: str) -> None:
    with opened(f"{furnished}/{SCREENS[page].stem}", theme=theme, locale=LOCALES[language]) as visit:
        visit.wait_for(SCREENS[page].shows)
        stands(visit, page, language, theme)
        visit.page.wait_for_timeout(500)
        found = Axe().run(visit.page).response
        assert len(found["passes"]) > 10  # it looked
        assert faults(found) == []
        prints(visit, page, language)
        visit.page.emulate_media(media="screen", color_scheme="dark" if theme == "dark" else "light")
        visit.page.set_viewport_size({"width": 390, "height": 844})
        visit.page.wait_for_timeout(400)
        visit.wait_until_still()
        fits(visit)
        assert (visit.foreign, visit.complaints) == ([], [])


@pytest.mark.parametrize(("language", "theme"), [("zh", "dark"), ("en", "light")])
@pytest.mark.parametrize("page", ["home", "trends", "staffing", "lab", "bulletin", "about"])
def test_a_page_stands_in_the_other_looks(furnished: str, page: str, language: str, theme: str) -> None:
    with opened(f"{furnished}/{SCREENS[page].stem}", theme=theme, locale=LOCALES[language]) as visit:
        visit.wait_for(SCREENS[page].shows)
        stands(visit, page, language, theme)
        assert (visit.foreign, visit.complaints) == ([], [])


@pytest.mark.parametrize("page", ["exports", "trends"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_choices_beside_each_other_take_a_second_row_where_there_is_little_room(
    furnished: str, page: str, language: str
) -> None:
    with opened(f"{furnished}/{SCREENS[page].stem}", locale=LOCALES[language]) as visit:
        visit.wait_for(SCREENS[page].shows)
        for width in (1440, 1280, 1180):
            visit.page.set_viewport_size({"width": width, "height": 900})
            visit.page.wait_for_timeout(300)
            # Streamlit's own mark of buttons in one row that are cut at its edge.
            assert visit.page.locator("[data-can-scroll-end], [data-can-scroll-start]").count() == 0, width


NARROW = [*(screen.stem for screen in SCREENS.values()), "?view=chart", "?view=table"]


# Each page is made narrow above; what is laid out by how wide its window begins is opened in a narrow one.
@pytest.mark.parametrize(
    ("place", "phone"),
    [
        *((place, True) for place in NARROW),
        *((place, False) for place in ("", "?view=chart", "trends", "about")),
    ],
)
def test_a_window_of_390_pixels_gets_a_page_that_fits_it(furnished: str, place: str, phone: bool) -> None:
    with opened(f"{furnished}/{place}", width=390, height=844, phone=phone) as visit:
        visit.wait_until_still()
        visit.page.wait_for_timeout(500)
        fits(visit)
        assert (visit.foreign, visit.complaints) == ([], [])


def stands(visit: Visit, page: str, language: str, theme: str) -> None:
    """One title in the language, nothing failed, its picture named, the ground of the look."""
    assert visit.page.locator("h1").count() == 1
    if SCREENS[page].shows != "text":
        named = visit.page.locator(".stDeckGlJsonChart, .stPlotlyChart").first
        assert named.evaluate("e => !!(e.closest('[aria-label]') || e.querySelector('[aria-label]'))")
    assert visit.page.locator('[data-testid="stException"], [data-testid="stAlert"]').count() == 0
    said = visit.page.inner_text("h1")
    assert re.search({"zh": r"[\u4e00-\u9fff]{3}", "en": r"[A-Za-z]{3}"}[language], said)
    # That of the cases quotes one that was filed in Chinese only.
    assert language == "zh" or page == "pilots" or not re.search(r"[\u4e00-\u9fff]", said)
    assert ground(visit) == palette("dark" if theme == "dark" else "light").page


# Colours that a reader meets: of every text in sight.
INKS = """() => [...new Set([...document.querySelectorAll('[data-testid=stMain] *')].filter(e => e.checkVisibility()
        && !e.closest('[data-testid=stMetricDelta]')
        && [...e.childNodes].some(n => n.nodeType === Node.TEXT_NODE && n.nodeValue.trim()))
    .map(e => getComputedStyle(e).color))]"""


def prints(visit: Visit, page: str, language: str) -> None:
    """A4 lying, the profile standing, without what is pressed, dark on white, and with what a sheet needs to be told from another."""
    paper = visit.page.pdf(prefer_css_page_size=True, print_background=True)
    sheets = len(re.findall(rb"/Type\s*/Page\b", paper))
    size = re.search(rb"/MediaBox\s*\[0 0 (\d+)\S* (\d+)", paper)
    assert size is not None
    is_upright = page == "area_profile"  # a sheet for whoever visits, and one of all indicators
    assert [int(side) for side in size.groups()] == ([594, 841] if is_upright else [841, 594])
    if SCREENS[page].shows != "text":
        assert sheets == 1
    if is_upright:
        assert sheets == 2
    visit.page.emulate_media(media="print")
    for place in ("stSidebar", "stDownloadButton", "stHeader"):
        found = visit.page.locator(f'[data-testid="{place}"]').all()
        assert not any(one.is_visible() for one in found), place
    assert ground(visit) == "#FFFFFF"
    inks = visit.page.evaluate(INKS)
    assert inks
    for ink in inks:
        red, green, blue = (int(part) for part in re.findall(r"\d+", ink)[:3])
        assert contrast(f"#{red:02X}{green:02X}{blue:02X}", "#FFFFFF") >= 4.5, ink
    text = visit.page.inner_text("body")
    for word in {"zh": ("快照", "来源", "审图号"), "en": ("Snapshot", "Sources", "map")}[language]:
        assert word in text


# What reaches beyond a window of 390 pixels, to be told where something does.
BEYOND = """() => [...document.querySelectorAll('[data-testid=stMain] *')]
    .filter(e => e.getBoundingClientRect().right > 391).map(e => e.outerHTML.slice(0, 120)).slice(0, 5)"""
# What has a bar of its own to scroll it sideways; a table of many columns may, and rows of buttons.
SCROLLING = """() => [...document.querySelectorAll('[data-testid=stMain] *')].filter(e =>
        e.scrollWidth > e.clientWidth + 1 && ['auto', 'scroll'].includes(getComputedStyle(e).overflowX)
        && !e.closest('[data-testid=stDataFrame]') && !e.closest('[role=radiogroup], [role=group]'))
    .map(e => e.outerHTML.slice(0, 150))"""


def fits(visit: Visit) -> None:
    """Nothing is wider than 390 pixels, and no part of the page scrolls sideways."""
    wide = [391]
    # On a busy machine a map takes its size a moment after the page stands.
    for _ in range(20):
        wide = visit.page.evaluate(
            "[document.documentElement, document.querySelector('[data-testid=stMain]')].map(e => e.scrollWidth)"
        )
        if max(wide) <= 390:
            break
        visit.page.wait_for_timeout(250)
    assert max(wide) <= 390, visit.page.evaluate(BEYOND)
    assert visit.page.evaluate(SCROLLING) == []
