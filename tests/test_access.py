"""Access: what a screen reader is told, seen in a real browser."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser import Visit, faults, opened
from ui.frame.screens import SCREENS, Screen

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("one_browser")]

# Names of controls outside our own drawings, as a screen reader would say them.
SAID = """() => [...document.querySelectorAll('button, a, input, [role], section, nav, aside')]
    .map(e => e.getAttribute('aria-label')).filter(Boolean)"""


@pytest.mark.parametrize("page", ["", "trends", "about"])
def test_in_chinese_the_page_and_every_control_speak_chinese(address: str, page: str) -> None:
    with opened(f"{address}/{page}") as visit:
        visit.wait_until_still()
        visit.page.wait_for_function("() => document.documentElement.lang === 'zh-CN'")
        visit.page.wait_for_timeout(1500)
        said = visit.page.evaluate(SAID)
        assert [name for name in said if not re.search(r"[\u4e00-\u9fff]", name)] == []
        assert visit.complaints == []


def test_the_declared_language_and_names_follow_the_switch(address: str) -> None:
    with opened(f"{address}/?lang=en", locale="zh-CN", webgl=False) as visit:
        visit.wait_until_still()
        visit.page.wait_for_function("() => document.documentElement.lang === 'en'")
        said = visit.page.evaluate(SAID)
        # The switch of languages names both, in either.
        assert {name for name in said if re.search(r"[\u4e00-\u9fff]", name)} <= {"Language 语言"}


# What Streamlit's own controls say: their names wherever they are, their words in menus, lists, hints and search.
THEIRS = """() => {
    const names = ['aria-label', 'aria-roledescription', 'title', 'placeholder'];
    const said = [...document.querySelectorAll(names.map(n => `[${n}]`).join(','))]
        .flatMap(e => names.map(n => e.getAttribute(n)));
    const places = ['[data-testid=stDataFrameColumnMenu]', '[data-testid=stDataFrameColumnVisibilityMenu]',
        '[data-testid=stDataFrameColumnFormattingMenu]', '.stDataFrameStatisticsMenu', '[data-testid$=VirtualDropdown]',
        '[data-testid=stTooltipContent]', '[data-testid=search-result-area]', '.gdg-search-status', '[aria-live]'];
    for (const place of document.querySelectorAll(places.join(','))) {
        const all = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
        while (all.nextNode()) {
            const of = all.currentNode.parentElement;
            if (!of.closest('[data-testid=stIconMaterial], style, canvas')) said.push(all.currentNode.nodeValue);
        }
    }
    return said.filter(Boolean);
}"""


def _english(visit: Visit) -> list[str]:
    """What Streamlit still says in English; names of formats and of the other language apart."""
    visit.page.wait_for_timeout(500)
    kept = re.compile(r"CSV|PNG|SVG|English|Language|\S+\.csv")
    return [said for said in visit.page.evaluate(THEIRS) if re.search(r"[A-Za-z]{2,}", kept.sub("", said))]


def _column_menus(visit: Visit) -> Iterator[str]:
    """Opens the menus at the heads of a table's columns, one after the other, and tells what stands in each."""
    box = visit.page.locator('[data-testid="stDataFrame"]').bounding_box()
    assert box is not None
    menu = visit.page.locator('[data-testid="stDataFrameColumnMenu"]')
    x, y = box["x"] + 90.0, box["y"] + 16
    while x < box["x"] + box["width"]:
        visit.page.mouse.move(x, y)
        visit.page.mouse.click(x, y)
        visit.page.wait_for_timeout(120)
        if menu.count():
            yield menu.inner_text()
            visit.page.keyboard.press("Escape")
            menu.wait_for(state="detached")
            x += 60
        x += 8


def test_in_chinese_menus_search_and_hints_of_tables_speak_chinese(reader: Reader) -> None:
    visit = reader.open(View("?lang=zh&view=table", Visit.wait_until_still))
    visit.page.wait_for_selector('[data-testid="stDataFrame"] canvas')
    assert _english(visit) == []
    found = set()
    for told in _column_menus(visit):
        assert _english(visit) == []
        for words in ("统计", "数字格式"):
            if words in told and words not in found:
                found.add(words)
                visit.page.get_by_role("menuitem").filter(has_text=words).hover()
                visit.page.wait_for_timeout(700)
                assert _english(visit) == []
        if len(found) == 2:
            break
    assert found == {"统计", "数字格式"}
    visit.page.keyboard.press("Escape")
    visit.page.locator('[data-testid="stDataFrame"]').hover()
    search = visit.page.locator('[data-testid="stElementToolbarButton"] button[aria-label^="搜索："]')
    search.hover()
    visit.page.locator('[data-testid="stTooltipContent"]').wait_for()
    assert _english(visit) == []
    visit.page.locator('[data-testid="stElementToolbarButton"] button[aria-label^="显示或隐藏列："]').click()
    visit.page.locator('[data-testid="stDataFrameColumnVisibilityMenu"]').wait_for()
    assert _english(visit) == []
    visit.page.keyboard.press("Escape")
    search.click()
    visit.page.keyboard.type("乙")
    visit.page.locator('[data-testid="search-result-area"]', has_text="个结果").wait_for()
    assert _english(visit) == []


def test_in_chinese_lists_and_dialogs_speak_chinese_after_a_rerun_too(reader: Reader) -> None:
    visit = reader.open(View("?lang=zh&county=999001", _shown(SCREENS["home"])))
    box = visit.page.locator(".st-key-choice_indicator input")
    box.click()
    assert _english(visit) == []
    box.fill("zzz")
    visit.page.locator('[data-testid$="VirtualDropdown"]', has_text="没有").wait_for()
    assert _english(visit) == []
    visit.page.keyboard.press("Escape")
    visit.page.locator(".st-key-choice_colour button", has_text="按缺口").click()
    visit.page.wait_for_timeout(400)
    _dialog(visit)
    assert _english(visit) == []


def test_in_chinese_an_address_without_a_page_is_told_in_chinese(reader: Reader) -> None:
    visit = reader.open(View("nopage?lang=zh&view=table", Visit.wait_until_still))
    dialog = visit.page.locator('[role="dialog"]', has_text="地址中的页面不存在")
    dialog.wait_for()
    assert "Page not found" not in dialog.inner_text()
    assert visit.page.inner_text("h1").startswith("5 个县")


# Whether what has the focus is in sight and ringed, itself or by what stands round it; "" where the page has it.
RINGED = """() => {
    let e = document.activeElement;
    if (!e || e === document.body) return '';
    while (e.shadowRoot?.activeElement) e = e.shadowRoot.activeElement;
    // A table's cells stand in its canvas, unseen: the whole grid is ringed, the cell drawn.
    e = e.closest('canvas') ?? e;
    const round = ['[data-testid=stDataFrameResizable]', '.stDeckGlJsonChart', '.stSelectbox'].map(s => e.closest(s));
    const ringed = [e, e.parentElement, ...round].filter(Boolean).some(one => {
        const style = getComputedStyle(one);
        return (style.outlineStyle !== 'none' && style.outlineWidth !== '0px') || style.boxShadow !== 'none';
    });
    let seen = e.getBoundingClientRect().width > 1;
    for (let one = e; one; one = one.parentElement) seen &&= getComputedStyle(one).opacity !== '0';
    return `${ringed && seen ? '' : 'unseen: '}${e.outerHTML.slice(0, 120)}`;
}"""
# Whatever is pressed and is smaller than 24 pixels either way; links within a sentence may be.
SMALL = """() => [...document.querySelectorAll(
        'button, input, summary, a[href], [role=button], [role=radio], [role=menuitem]')]
    .filter(e => e.checkVisibility({opacityProperty: true}) && !e.closest('p, li, .maplibregl-ctrl'))
    .map(e => [e.getBoundingClientRect(), e])
    .filter(([box]) => box.width > 1 && Math.min(box.width, box.height) < 23.5)
    .map(([box, e]) => `${box.width} x ${box.height} ${e.outerHTML.slice(0, 120)}`)"""


@pytest.mark.parametrize("place", ["?county=999001", "?view=table", "trends", "about"])
def test_the_focus_is_seen_at_every_stop_and_nothing_pressed_is_small(reader: Reader, place: str) -> None:
    visit = reader.open(View(place, Visit.wait_until_still))
    visit.page.wait_for_timeout(1500)
    assert visit.page.evaluate(SMALL) == []
    stops = []
    for _ in range(60):
        visit.page.keyboard.press("Tab")
        visit.page.wait_for_timeout(60)
        told = visit.page.evaluate(RINGED)
        if stops and not told:
            break
        stops.append(told)
    assert len(stops) > 10
    assert [stop for stop in stops if stop.startswith("unseen")] == []


def _dialog(visit: Visit) -> None:
    visit.wait_until_still()
    visit.page.locator(".st-key-open_filed button").click()
    visit.page.wait_for_selector('[role="dialog"] [data-testid="stDataFrame"]')


def _tiles(visit: Visit) -> None:
    visit.page.locator(".st-key-county_tiles [data-pick]").first.wait_for()


def _shown(screen: Screen) -> Callable[[Visit], None]:
    return lambda visit: visit.wait_for(screen.shows)


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
    """Opens views, each closed at the end of the test."""

    address: str
    visits: ExitStack

    def open(self, view: View) -> Visit:
        narrow = view.phone or view.narrow
        visit = self.visits.enter_context(
            opened(
                f"{self.address}/{view.address}",
                width=390 if narrow else 1440,
                height=844 if narrow else 900,
                theme=view.theme,
                phone=view.phone,
            )
        )
        view.wait(visit)
        return visit


VIEWS = {
    "card, zh, light": View("?lang=zh&county=999001", _shown(SCREENS["home"])),
    "card, en, dark": View("?lang=en&county=999001", _shown(SCREENS["home"]), "dark"),
    "dialog, en, dark": View("?lang=en&county=999001", _dialog, "dark"),
    "table, zh, light": View("?lang=zh&view=table", Visit.wait_until_still),
    "chart, en, dark": View("?lang=en&view=chart", Visit.wait_for_chart, "dark"),
    "equal tiles, zh, dark": View("?lang=zh&view=tiles", _tiles, "dark"),
    "telephone, zh, light": View("?lang=zh", _tiles, phone=True),
    "telephone with a card, en, dark": View("?lang=en&county=999001", _tiles, "dark", phone=True),
    "trends on a telephone, zh, light": View("trends?lang=zh", Visit.wait_for_chart, phone=True),
}


@pytest.fixture
def reader(address: str) -> Iterator[Reader]:
    with ExitStack() as visits:
        yield Reader(address, visits)


@pytest.mark.parametrize("name", VIEWS)
def test_axe_finds_nothing_serious_in_a_view(reader: Reader, name: str) -> None:
    visit = reader.open(VIEWS[name])
    visit.page.wait_for_timeout(700)
    found = Axe().run(visit.page).response
    # That it looked: rules have passed.
    assert len(found["passes"]) > 10
    assert faults(found) == []
    assert visit.foreign == []


def test_axe_is_asked_and_answers(reader: Reader) -> None:
    visit = reader.open(View("about?lang=zh", _shown(SCREENS["about"])))
    visit.page.evaluate(
        "document.querySelector('h1').insertAdjacentHTML('afterend', '<p style=\"color:#999\">grey</p><button></button>')"
    )
    told = " ".join(faults(Axe().run(visit.page).response))
    assert "color-contrast" in told
    assert "button-name" in told


def test_a_tile_is_one_group_to_a_screen_reader(reader: Reader) -> None:
    visit = reader.open(View("?lang=zh", _shown(SCREENS["home"])))
    visit.page.wait_for_selector('.st-key-tiles [role="group"][aria-labelledby]')
    said = visit.page.locator(".st-key-tiles").aria_snapshot()
    groups = re.findall(r'group "([^"]+)"', said)
    assert len(groups) == 4
    assert any("缺口" in one and "较上年同期" in one and re.search(r"\d", one) for one in groups)


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
    assert faults(Axe().run(visit.page).response) == []
