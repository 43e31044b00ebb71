"""Access: what a screen reader is told, seen in a real browser."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from tests.browser import PHONE, Visit, browsing, opened
from ui.frame.screens import SCREENS, Screen

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("one_browser")]

# Names of controls outside our own drawings, as a screen reader would say them.
SAID = """() => [...document.querySelectorAll('button, a, input, [role], section, nav, aside')]
    .map(e => e.getAttribute('aria-label')).filter(Boolean)"""


@pytest.mark.parametrize("page", ["", "trends", "about"])
def test_in_chinese_the_page_and_every_control_speak_chinese(address: str, page: str) -> None:
    with opened(f"{address}/{page}") as visit:
        visit.wait_until_still()
        visit.page.wait_for_function("document.documentElement.lang === 'zh-CN'")
        visit.page.wait_for_timeout(1500)
        said = visit.page.evaluate(SAID)
        assert [name for name in said if not re.search(r"[\u4e00-\u9fff]", name)] == []
        assert visit.complaints == []


def test_the_declared_language_and_names_follow_the_switch(address: str) -> None:
    with opened(f"{address}/?lang=en", locale="zh-CN") as visit:
        visit.wait_for_map()
        visit.page.wait_for_function("document.documentElement.lang === 'en'")
        said = visit.page.evaluate(SAID)
        # The switch of languages names both, in either.
        assert {name for name in said if re.search(r"[\u4e00-\u9fff]", name)} <= {"Language 语言"}


def _dialog(visit: Visit) -> None:
    visit.wait_for_map()
    visit.page.locator(".st-key-open_filed button").click()
    visit.page.wait_for_selector('[role="dialog"] [data-testid="stDataFrame"]')


def _tiles(visit: Visit) -> None:
    visit.page.locator(".st-key-county_tiles [data-pick]").first.wait_for()


def _shown(screen: Screen) -> Callable[[Visit], None]:
    return lambda visit: visit.wait_for(screen.pictures[0].shows)


@dataclass(frozen=True)
class View:
    """What a reader looks at: address, what to wait for, theme, and whether a telephone shows it."""

    address: str
    wait: Callable[[Visit], None]
    theme: str = "light"
    phone: bool = False
    narrow: bool = False


@dataclass
class Reader:
    """One browser for all views: a page in a window of its own, with what it asked of other hosts."""

    browser: Browser
    address: str
    foreign: list[str] = field(default_factory=list)

    def open(self, view: View) -> Visit:
        context = self.browser.new_context(
            viewport={"width": 390, "height": 844}
            if view.phone or view.narrow
            else {"width": 1440, "height": 900},
            color_scheme="dark" if view.theme == "dark" else "light",
            user_agent=PHONE if view.phone else None,
            has_touch=view.phone,
        )
        visit = Visit(context.new_page(), self.address)
        visit.page.on("request", lambda request: self._asked(request.url))
        visit.page.goto(f"{self.address}/{view.address}")
        view.wait(visit)
        return visit

    def _asked(self, url: str) -> None:
        if url.startswith("http") and not url.startswith(self.address):
            self.foreign.append(url)


VIEWS = {
    **{
        f"{name}, {language}, {theme}": View(f"{screen.stem}?lang={language}", _shown(screen), theme)
        for name, screen in SCREENS.items()
        for language, theme in (("zh", "light"), ("en", "dark"))
    },
    "card, zh, light": View("?lang=zh&county=999001", _shown(SCREENS["home"])),
    "card, en, dark": View("?lang=en&county=999001", _shown(SCREENS["home"]), "dark"),
    "dialog, en, dark": View("?lang=en&county=999001", _dialog, "dark"),
    "table, zh, light": View("?lang=zh&view=table", Visit.wait_until_still),
    "chart, en, dark": View("?lang=en&view=chart", Visit.wait_for_chart, "dark"),
    "telephone, zh, light": View("?lang=zh", _tiles, phone=True),
    "telephone with a card, en, dark": View("?lang=en&county=999001", _tiles, "dark", phone=True),
    "trends on a telephone, zh, light": View("trends?lang=zh", Visit.wait_for_chart, phone=True),
}
# What axe-core finds in Streamlit's own markup and nothing of ours can mend: rule and selector, with the reason.
STREAMLITS_OWN: dict[tuple[str, str], str] = {}


@pytest.fixture(scope="module")
def reader(address: str) -> Iterator[Reader]:
    with browsing() as browsers:
        yield Reader(browsers.one(), address)


def _faults(found: dict[str, Any]) -> list[str]:
    """Serious and critical faults, those of the list left out: rule, element, what is wrong."""
    told = []
    for rule in found["violations"]:
        for node in rule["nodes"]:
            wrong = (node["any"] or node["all"] or node["none"] or [{"message": ""}])[0]["message"]
            known = any(rule["id"] == name and part in node["html"] for name, part in STREAMLITS_OWN)
            if (rule["impact"] in ("serious", "critical") or rule["id"] == "heading-order") and not known:
                told.append(f"{rule['id']}: {node['html'][:200]}: {wrong}")
    return told


@pytest.mark.parametrize("name", VIEWS)
def test_axe_finds_nothing_serious_on_any_page(reader: Reader, name: str) -> None:
    visit = reader.open(VIEWS[name])
    visit.page.wait_for_timeout(700)
    found = Axe().run(visit.page).response
    # That it looked: rules have passed.
    assert len(found["passes"]) > 10
    assert _faults(found) == []
    assert reader.foreign == []
    visit.page.context.close()


def test_axe_is_asked_and_answers(reader: Reader) -> None:
    visit = reader.open(VIEWS["about, zh, light"])
    visit.page.evaluate(
        "document.querySelector('h1').insertAdjacentHTML('afterend', '<p style=\"color:#999\">grey</p><button></button>')"
    )
    told = " ".join(_faults(Axe().run(visit.page).response))
    assert "color-contrast" in told
    assert "button-name" in told
    visit.page.context.close()


def test_a_tile_is_one_group_to_a_screen_reader(reader: Reader) -> None:
    visit = reader.open(VIEWS["home, zh, light"])
    visit.page.wait_for_selector('.st-key-tiles [role="group"][aria-labelledby]')
    said = visit.page.locator(".st-key-tiles").aria_snapshot()
    groups = re.findall(r'group "([^"]+)"', said)
    assert len(groups) == 4
    assert any("缺口" in one and "较上年同期" in one and re.search(r"\d", one) for one in groups)
    visit.page.context.close()


@pytest.mark.parametrize("phone", [True, False], ids=["telephone", "narrow window"])
@pytest.mark.parametrize(
    "address_of", [*(screen.stem for screen in SCREENS.values()), "?view=chart", "?view=table"]
)
def test_no_page_scrolls_sideways_at_390_pixels(reader: Reader, address_of: str, phone: bool) -> None:
    visit = reader.open(View(address_of, Visit.wait_until_still, phone=phone, narrow=True))
    visit.page.wait_for_timeout(500)
    wide = visit.page.evaluate(
        "[document.documentElement, document.querySelector('[data-testid=stMain]')].map(e => e.scrollWidth)"
    )
    assert max(wide) <= 390
    # Nor does a part of it in a frame of its own, but a table of many columns.
    scrolling = visit.page.evaluate(
        """() => [...document.querySelectorAll('[data-testid=stMain] *')].filter(e =>
            e.scrollWidth > e.clientWidth + 1 && ['auto', 'scroll'].includes(getComputedStyle(e).overflowX)
            && !e.closest('[data-testid=stDataFrame]') && !e.closest('[role=radiogroup], [role=group]'))
            .map(e => e.outerHTML.slice(0, 150))"""
    )
    assert scrolling == []
    visit.page.context.close()


@pytest.mark.parametrize(
    ("language", "name", "reason"), [("zh", "乙丑区", "未报"), ("en", "Yichou", "Not reported")]
)
def test_a_trend_has_its_table_on_the_page(reader: Reader, language: str, name: str, reason: str) -> None:
    visit = reader.open(View(f"trends?lang={language}&areas=990102", Visit.wait_for_chart))
    assert visit.page.locator(".st-key-trend_table table").is_hidden()
    visit.page.locator(".st-key-trend_table summary").click()
    table = visit.page.locator(".st-key-trend_table table")
    table.wait_for()
    said = table.inner_text()
    assert name in said
    assert "16.45" in said
    assert reason in said
    assert "18" in said
    assert _faults(Axe().run(visit.page).response) == []
    visit.page.context.close()
