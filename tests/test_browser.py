"""The app in a real Chromium: what leaves the machine, what is drawn, clicked, kept and downloaded."""

from __future__ import annotations

import csv
import io
import json
import re
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

import pytest
from PIL import Image
from shapely.geometry import shape

from draw.palette import contrast, palette
from tests.browser import LOCALES, Visit, ground, opened
from tests.tiny import PACK

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("one_browser")]


def query(visit: Visit) -> dict[str, str]:
    return {key: values[-1] for key, values in parse_qs(urlsplit(visit.page.url).query).items()}


def choose(visit: Visit, key: str, text: str) -> None:
    """Choose in a select box by typing, as a keyboard user does."""
    box = visit.page.locator(f".st-key-{key} input")
    box.click()
    box.fill(text)
    visit.page.keyboard.press("Enter")
    visit.settle()


def place_of(visit: Visit, county: str, code: str) -> tuple[float, float]:
    """A point of the map at which hovering names the county."""
    box = visit.page.locator(".st-key-map canvas").first.bounding_box()
    assert box is not None
    shapes = json.loads((PACK / "counties.geojson").read_text(encoding="utf-8"))["features"]
    bounds = {f["properties"]["area_code"]: shape(f["geometry"]).bounds for f in shapes}
    left, bottom = (min(b[i] for b in bounds.values()) for i in (0, 1))
    right, top = (max(b[i] for b in bounds.values()) for i in (2, 3))
    west, south, east, north = bounds[code]
    # The map shows all shapes about its middle; how much air is round them is for it to choose.
    across, down = (west + east - left - right) / 2, (bottom + top - south - north) / 2
    for filled in (0.9, 0.8, 1.0, 0.7, 0.6):
        pixels = filled * min(box["height"] / (top - bottom), box["width"] / (right - left))
        x = box["x"] + box["width"] / 2 + across * pixels
        y = box["y"] + box["height"] / 2 + down * pixels
        if county in visit.hover_at(x, y):
            return x, y
    raise AssertionError(f"{county} is not where its shape is")


# Which sides of the map's canvas have land on their outermost pixels: where it is cut.
CUT = """() => {
    const canvas = [...document.querySelectorAll('.stDeckGlJsonChart canvas')].find(c => c.width > 50);
    const copy = document.createElement('canvas');
    [copy.width, copy.height] = [canvas.width, canvas.height];
    return new Promise(done => requestAnimationFrame(() => {
        const context = copy.getContext('2d');
        context.drawImage(canvas, 0, 0);
        const {width: w, height: h} = copy;
        const sides = {left: [0, 0, 1, h], right: [w - 1, 0, 1, h], top: [0, 0, w, 1], foot: [0, h - 1, w, 1]};
        done(Object.keys(sides).filter(
            side => context.getImageData(...sides[side]).data.some((v, i) => i % 4 === 3 && v > 0)));
    }));
}"""


@pytest.mark.parametrize("width", [390, 1024, 1280, 1440, 1920])
def test_nothing_is_wider_than_the_window_and_the_map_is_whole(address: str, width: int) -> None:
    with opened(address, width=width) as visit:
        visit.wait_for_map()
        visit.page.wait_for_timeout(600)
        assert visit.page.evaluate("document.documentElement.scrollWidth") <= width
        title, map_, legend, ranking = (
            visit.page.locator(place).bounding_box()
            for place in ("h1", ".st-key-map", ".st-key-legend", ".st-key-ranking")
        )
        assert title and map_ and legend and ranking  # noqa: PT018
        assert map_["x"] + map_["width"] <= width
        assert map_["height"] >= (400 if width >= 1280 else 270)
        assert visit.page.evaluate(CUT) == []
        # The legend stands beside the map where there is room, else under it; neither lies on the other.
        if width > 1150:
            assert legend["x"] + legend["width"] <= map_["x"]
        else:
            assert legend["y"] >= map_["y"] + map_["height"] - 1
        cut = visit.page.evaluate(
            "[...document.querySelectorAll('.ranking td, .st-key-tiles p')]"
            ".filter(e => e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).overflow === 'hidden').length"
        )
        assert cut == 0
        # One finger scrolls the page, two move the map.
        assert (
            visit.page.evaluate("getComputedStyle(document.querySelector('.st-key-map canvas')).touchAction")
            == "pan-x pan-y"
        )


@pytest.mark.parametrize("width", [390, 900])
def test_a_card_opens_where_it_is_seen(address: str, width: int) -> None:
    with opened(f"{address}/?county=990102", width=width, height=844) as visit:
        visit.wait_for_map()
        visit.page.locator(".st-key-map").scroll_into_view_if_needed()
        card, map_ = (
            visit.page.locator(place).bounding_box() for place in (".st-key-county_card", ".st-key-map")
        )
        assert card and map_  # noqa: PT018
        if width == 390:
            assert card["y"] >= 0
            assert card["y"] + card["height"] <= 845
        else:
            assert abs(card["y"] - map_["y"]) < 40


# Colours that a reader meets on a page: of its ground, and of every text in sight.
PAINTED = """() => {
    const seen = [...document.querySelectorAll('[data-testid=stMain] *')].filter(e => e.checkVisibility()
        && !e.closest('[data-testid=stMetricDelta]')
        && [...e.childNodes].some(n => n.nodeType === Node.TEXT_NODE && n.nodeValue.trim()));
    return {ground: getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor,
            texts: [...new Set(seen.map(e => getComputedStyle(e).color))]};
}"""
PRINTED = {
    "?county=990102": "map",
    "?view=chart": "chart",
    "?view=table": "text",
    "?view=table&rows=city": "text",
    "trends": "chart",
    "about": "text",
}


@pytest.mark.parametrize("place", PRINTED)
def test_a_dark_page_is_printed_dark_on_white(address: str, place: str) -> None:
    with opened(f"{address}/{place}", theme="dark") as visit:
        visit.wait_for(PRINTED[place])
        dark = visit.page.evaluate(PAINTED)
        assert dark["ground"] == "rgb(18, 23, 29)"
        visit.page.emulate_media(media="print", color_scheme="dark")
        paper = visit.page.evaluate(PAINTED)
        assert paper["ground"] == "rgb(255, 255, 255)"
        assert paper["texts"]
        for colour in paper["texts"]:
            red, green, blue = (int(part) for part in re.findall(r"\d+", colour)[:3])
            assert contrast(f"#{red:02X}{green:02X}{blue:02X}", "#FFFFFF") >= 4.5, colour
        # Nothing painted for the screen is left: its drawing or table for paper stands in its place.
        painted = visit.page.locator("[data-testid=stMain] canvas, .stPlotlyChart, .st-key-map_drawing svg")
        assert not any(one.is_visible() for one in painted.all())
        sight = visit.page.screenshot(full_page=True)
        assert _share_of_dark(sight) < 0.2


def _share_of_dark(picture: bytes) -> float:
    """How much of a picture is darker than the middle grey."""
    tones = Image.open(io.BytesIO(picture)).convert("L").histogram()
    return sum(tones[:128]) / sum(tones)


def test_a_table_is_printed_with_all_its_rows(address: str) -> None:
    with opened(f"{address}/?view=table&period=2025-12-31") as visit:
        visit.wait_until_still()
        table = visit.page.locator(".paper table")
        assert table.count() == 1
        assert not table.is_visible()
        visit.page.emulate_media(media="print")
        assert table.is_visible()
        assert not visit.page.locator('[data-testid="stDataFrame"]').is_visible()
        rows = [line.split("\t") for line in table.inner_text().splitlines() if line.strip()]
        assert len(rows) == 6
        assert {"县（市、区）", "城镇常住人口"} <= set(rows[0])
        short = next(row for row in rows if "乙丑区" in row)
        assert {"16.45", "−5"} <= set(short)
        # Of an unreported county there is a dash, not a nought.
        assert "—" in "".join(next(row for row in rows if "丁卯市" in row))


def test_a_click_on_a_county_shows_its_card_and_a_second_one_lets_it_go(address: str) -> None:
    with opened(address) as visit:
        visit.wait_for_map()
        at = place_of(visit, "乙丑区", "990102")
        visit.click_at(*at)
        visit.settle()
        assert query(visit)["county"] == "990102"
        card = visit.page.inner_text(".st-key-county_card")
        assert "缺口 5 人" in card
        assert "staffing-00000002" in card
        visit.click_at(*at)
        visit.settle()
        assert "county" not in query(visit)
        assert "缺口最大的县" in visit.text()


def test_hovering_says_name_figure_verdict_and_gap(address: str) -> None:
    with opened(address) as visit:
        visit.wait_for_map()
        tip = visit.hover_at(*place_of(visit, "乙丑区", "990102"))
        for part in ("乙丑区", "16.45", "未达标", "缺口 5 人", "2024年末", "暂用"):
            assert part in tip
        # The button for the whole screen, which shows meanwhile, stands on the map and on no box above it.
        button = visit.page.locator('.st-key-map [data-testid="stElementToolbar"]').first.bounding_box()
        drawn = visit.page.locator(".st-key-map canvas").first.bounding_box()
        assert button is not None
        assert drawn is not None
        assert button["y"] > drawn["y"]


def test_equal_tiles_choose_a_county_and_the_small_ones_a_period(address: str) -> None:
    with opened(f"{address}/?view=tiles&period=2025-12-31&lang=en") as visit:
        tile = visit.page.locator('.st-key-county_tiles [data-pick="990102"]')
        tile.wait_for()
        assert visit.page.locator(".st-key-map canvas").count() == 0
        ends = visit.page.locator(".st-key-year_tiles [data-pick]")
        ends.first.wait_for()
        shown = ends.evaluate_all("all => all.map(one => one.dataset.pick)")
        assert len(shown) > 1
        assert shown == sorted(set(shown))
        wide = visit.page.evaluate("document.documentElement.scrollWidth")
        assert wide <= 1440
        ends.first.click()
        visit.settle()
        assert query(visit)["period"] == shown[0]
        assert query(visit)["view"] == "tiles"
        visit.page.locator('.st-key-county_tiles [data-pick="990102"]').click()
        visit.settle()
        assert query(visit)["county"] == "990102"
        assert visit.page.locator(".st-key-year_tiles").count() == 0
        assert visit.page.locator(".st-key-county_card").count() == 1
        assert (visit.foreign, visit.complaints) == ([], [])


@pytest.mark.parametrize("language", LOCALES)
def test_a_place_is_found_by_keyboard_however_it_is_typed(address: str, language: str) -> None:
    name = {"zh": "戊辰市", "en": "Wuchen City"}[language]
    with opened(f"{address}/?lang={language}&city=990100&view=table") as visit:
        visit.wait_until_still()
        for typed in ("戊辰", "Wù chén", "wcs", "999001"):
            choose(visit, "find_county", typed)
            visit.page.wait_for_url("**county=999001**")
            assert query(visit)["county"] == "999001", typed
            assert "city" not in query(visit)
            assert visit.page.input_value(".st-key-find_county input") == name
            choose(visit, "find_county", "990102")
        visit.page.locator(".st-key-find_county input").press("Escape")
        visit.page.locator(".st-key-find_county input").fill("zzz")
        nothing = {"zh": "没有找到", "en": "Nothing found"}[language]
        assert visit.page.locator(".st-key-find_county li").inner_text() == nothing
        choose(visit, "find_county", "xss")
        visit.page.wait_for_url("**city=990200**")
        assert query(visit)["city"] == "990200"
        assert "county" not in query(visit)
        choose(visit, "find_county", {"zh": "试验", "en": "shiyan"}[language])  # the whole
        visit.page.wait_for_url(re.compile("^((?!city=).)*$"))
        assert "county" not in query(visit)
        assert visit.complaints == []


def test_areas_of_a_trend_are_added_and_removed_by_keyboard(address: str) -> None:
    with opened(f"{address}/trends?areas=990101") as visit:
        visit.wait_for_chart()
        choose(visit, "find_areas", "by")
        visit.page.wait_for_url(re.compile("areas=990101(,|%2C)990201"))
        assert query(visit)["areas"] == "990101,990201"
        visit.page.get_by_role("button", name="移除甲子区").click()
        visit.page.wait_for_url("**areas=990201**")
        assert query(visit)["areas"] == "990201"
        visit.page.locator(".st-key-find_areas input").press("Backspace")
        visit.page.wait_for_url("**areas=none**")
        assert query(visit)["areas"] == "none"
        assert visit.complaints == []


def test_the_filed_return_opens_cell_by_cell(address: str) -> None:
    with opened(f"{address}/?county=999001", webgl=False) as visit:
        visit.wait_until_still()
        visit.page.locator(".st-key-open_filed button").click()
        visit.page.wait_for_selector('[role="dialog"] [data-testid="stDataFrame"]')
        dialog = visit.page.inner_text('[role="dialog"]')
        assert "合计：社区工作者 28 人" in dialog
        head = visit.page.locator('[role="dialog"] [role="columnheader"]')
        head.filter(has_text=re.compile("^行$")).wait_for(state="attached")
        heads = head.all_inner_texts()
        cells = visit.page.locator('[role="dialog"] [role="gridcell"]').all_inner_texts()
        rows = cells[heads.index("行") :: len(heads)]
        assert rows, heads
        assert all(re.fullmatch(r"[2-9]", row) for row in rows), cells


def test_a_download_is_a_file_that_spreadsheets_open(address: str) -> None:
    with opened(f"{address}/?period=2025-12-31", webgl=False) as visit:
        visit.wait_until_still()
        with visit.page.expect_download() as promise:
            visit.page.locator(".st-key-download button").click()
        download = promise.value
        assert download.suggested_filename.startswith("配比_各县（市、区）_")
        assert "2025年第4季度" in download.suggested_filename
        raw = download.path().read_bytes()
        assert raw.startswith(b"\xef\xbb\xbf")
        assert raw.count(b"\n") == raw.count(b"\r\n") == 6
        rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline="")))
        by_code = {row["区划代码"]: row for row in rows}
        assert set(by_code) == {"990101", "990102", "990201", "990202", "999001"}
        short = by_code["990102"]
        assert (short["是否达标"], short["缺口（人）"]) == ("未达标", "5")
        assert visit.foreign == []


def test_an_address_survives_the_menu_and_a_reload(address: str) -> None:
    with opened(f"{address}/?period=2024-12-31&city=990200", webgl=False) as visit:
        visit.wait_until_still()
        for page in ("trends", "about", "home"):
            # The first link, the second and the last: between them stand groups of pages.
            visit.page.locator(".st-key-menu a").nth({"home": 0, "trends": 1, "about": -1}[page]).click()
            visit.settle()
            assert query(visit)["period"] == "2024-12-31", page
            assert query(visit)["city"] == "990200", page
        before = visit.page.inner_text("h1")
        visit.page.reload()
        visit.wait_until_still()
        assert visit.page.inner_text("h1") == before
        assert query(visit)["city"] == "990200"


def test_back_goes_back_to_what_was_shown(address: str) -> None:
    with opened(f"{address}/", webgl=False) as visit:
        visit.wait_until_still()
        before = visit.page.inner_text("h1")
        choose(visit, "choice_period", "2024年第4")
        assert visit.page.inner_text("h1") != before
        visit.page.go_back()
        visit.settle()
        assert "period" not in query(visit)
        assert visit.page.inner_text("h1") == before
        visit.page.go_forward()
        visit.settle()
        assert query(visit)["period"] == "2024-12-31"
        assert visit.page.inner_text("h1") != before


def test_a_page_that_mends_its_address_is_left_by_one_press_of_back(address: str) -> None:
    with opened(f"{address}/about?lang=zh", webgl=False) as visit:
        visit.wait_until_still()
        steps = visit.page.evaluate("history.length")
        # A link within the page, as one of a letter: what its address cannot mean is taken back and is no step.
        visit.page.keyboard.press("Shift")  # a reader's deed, as the press of a link is
        visit.page.evaluate("history.pushState({}, '', '/?city=990200&period=2031-12-31&lang=zh')")
        visit.page.evaluate("dispatchEvent(new PopStateEvent('popstate', {}))")
        visit.page.wait_for_url(lambda url: "city=990200" in url and "period" not in url)
        visit.settle()
        assert visit.page.inner_text("h1").startswith("西山市")
        assert visit.page.evaluate("history.length") == steps + 1
        visit.page.locator('.st-key-menu a[href*="trends"]').click()
        visit.page.wait_for_url("**/trends?**city=990200**")
        visit.settle()
        visit.page.go_back()
        visit.page.wait_for_url(re.compile(r"/\?.*city=990200"))
        visit.settle()
        assert visit.page.inner_text("h1").startswith("西山市")
        visit.page.go_back()
        visit.page.wait_for_url("**/about?**")
        visit.settle()


def test_what_a_page_tells_as_it_is_left_does_not_undo_the_press_of_back(address: str) -> None:
    with opened(f"{address}/?city=990200", webgl=False) as visit:
        visit.wait_until_still()
        visit.page.locator('.st-key-menu a[href*="trends"]').click()
        visit.page.wait_for_url("**/trends?**city=990200**")
        visit.settle()
        # As Back is pressed: nobody's click, but a run that the page asks for, as of a chart that has learnt its size.
        visit.page.evaluate(
            """() => addEventListener("popstate",
                () => document.querySelector(".st-key-choice_lang button:last-child").click(), { once: true })"""
        )
        visit.page.go_back()
        title = re.compile("Xishan City|西山市")
        visit.page.locator("h1", has_text=title).wait_for()
        visit.settle()
        assert title.match(visit.page.inner_text("h1"))
        assert urlsplit(visit.page.url).path == "/"


@pytest.mark.parametrize(("language", "told"), [("zh", "没有这一页"), ("en", "Page not found")])
@pytest.mark.parametrize("path", ["nonsense", "trends/deep", "trends/deep.csv"])
def test_an_address_without_a_page_is_told_beside_the_map(
    address: str, language: str, told: str, path: str
) -> None:
    with opened(f"{address}/{path}?lang={language}&city=990200", webgl=False) as visit:
        visit.page.get_by_role("dialog").get_by_text(told).wait_for()
        visit.wait_until_still()
        assert re.match("Xishan City|西山市", visit.page.inner_text("h1"))
        assert urlsplit(visit.page.url).path == "/"


def test_the_theme_switch_keeps_every_choice(address: str) -> None:
    with opened(f"{address}/?period=2024-12-31&county=990102", webgl=False) as visit:
        visit.wait_until_still()
        visit.page.locator(".themes a", has_text="深色").click()
        visit.wait_until_still()
        assert query(visit)["county"] == "990102"
        assert ground(visit) == "#12171D"
        # It holds on the next page, too.
        visit.page.locator(".st-key-menu a").nth(1).click()
        visit.settle()
        assert ground(visit) == "#12171D"
        visit.page.locator(".themes a", has_text="浅色").click()
        visit.wait_until_still()
        assert query(visit)["embed_options"] == "light_theme"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_page_opens_in_the_theme_of_its_address_and_is_left_by_one_press_of_back(
    address: str, theme: str
) -> None:
    # The reader's own machine asks for the other one.
    with opened(f"{address}/about", webgl=False, theme="light" if theme == "dark" else "dark") as visit:
        visit.wait_until_still()
        before = ground(visit)
        visit.page.goto(f"{address}/trends?theme={theme}")
        visit.wait_until_still()
        assert ground(visit) != before
        assert ground(visit) == palette(theme).page
        assert visit.complaints == []
        visit.page.go_back()
        visit.page.wait_for_url(re.compile("/about"))
        visit.wait_until_still()
        assert ground(visit) == before


def test_a_theme_carried_by_the_menu_is_kept_for_a_reload_without_a_complaint(address: str) -> None:
    with opened(f"{address}/about?theme=dark", webgl=False) as visit:
        visit.wait_until_still()
        visit.page.locator(".st-key-menu a").nth(1).click()
        visit.page.wait_for_url(re.compile("/staffing.*embed_options=dark_theme"))
        assert visit.complaints == []
        visit.page.reload()
        visit.wait_until_still()
        assert ground(visit) == "#12171D"


def test_the_language_switch_changes_every_word_and_keeps_the_rest(address: str) -> None:
    with opened(f"{address}/?period=2024-12-31&view=table") as visit:
        visit.wait_until_still()
        visit.page.locator(".st-key-choice_lang button", has_text="English").click()
        visit.settle()
        assert query(visit)["lang"] == "en"
        assert query(visit)["view"] == "table"
        assert "counties" in visit.page.inner_text("h1")
        left = visit.page.inner_text("body").replace("中文", "").replace("语言", "")
        assert re.findall(r"[\u4e00-\u9fff]", left) == []


def test_the_same_question_as_map_chart_and_table(address: str) -> None:
    with opened(f"{address}/?period=2025-12-31") as visit:
        visit.wait_for_map()
        titles = {visit.page.inner_text("h1")}
        for name, wait in (("图", visit.wait_for_chart), ("表", visit.wait_until_still)):
            visit.page.locator(".st-key-choice_view button", has_text=re.compile(rf"{name}$")).last.click()
            visit.settle()
            wait()
            titles.add(visit.page.inner_text("h1"))
        assert len(titles) == 1
        assert visit.page.locator('[data-testid="stDataFrame"]').count() == 1
        assert visit.complaints == []


def test_a_trend_is_drawn_anew_for_the_size_of_the_window(address: str) -> None:
    with opened(f"{address}/trends?areas=990101", width=1500, height=900) as visit:
        visit.wait_for_chart()
        years = "document.querySelectorAll('.st-key-trend .xtick').length"
        roomy = visit.page.evaluate(years)
        visit.page.set_viewport_size({"width": 420, "height": 900})
        # Where years would lie on each other there are fewer: told by the server, which has learnt the size.
        visit.page.wait_for_function(f"() => {years} < {roomy}", timeout=15_000)
        assert visit.complaints == []


def test_a_trend_is_drawn_with_its_target_and_its_gaps(address: str) -> None:
    with opened(f"{address}/trends?areas=990101,990102&indicator=community_workers_per_10k_urban") as visit:
        visit.wait_for_chart()
        drawn = visit.page.inner_text(".st-key-trend_chart")
        assert "目标 18" in drawn
        assert "未报" in drawn
        assert visit.foreign == []


def test_back_undoes_the_choice_of_a_county_in_one_press(address: str) -> None:
    with opened(f"{address}/?period=2025-12-31", webgl=False) as visit:
        visit.wait_until_still()
        choose(visit, "find_county", "戊辰")
        assert query(visit)["county"] == "999001"
        visit.page.go_back()
        visit.settle()
        assert "county" not in query(visit)
        assert visit.page.locator(".st-key-county_card").count() == 0


def test_rows_and_classes_choose_without_a_reload_and_back_undoes_each(address: str) -> None:
    with opened(f"{address}/?period=2025-12-31") as visit:
        visit.wait_for_map()
        visit.page.evaluate("window.kept = true")
        visit.page.locator(".ranking a.choose").first.click()
        visit.page.locator(".st-key-county_card").wait_for()
        visit.settle()
        assert query(visit)["county"] == "990102"
        visit.page.go_back()
        visit.page.locator(".ranking").wait_for()
        visit.settle()
        assert "county" not in query(visit)
        # By keys: the focus stays on the class that was chosen, and goes to the card that took a row's place.
        met = visit.page.locator(".st-key-legend a.choose").first
        words = met.inner_text()
        met.press("Enter")
        visit.page.wait_for_function("() => location.search.includes('class=')")
        focused = f"() => document.activeElement.matches('a.choose') && document.activeElement.innerText === {words!r}"
        visit.page.wait_for_function(focused)
        visit.settle()
        visit.page.locator(".ranking a.choose").first.press("Enter")
        visit.page.wait_for_function("() => document.activeElement.matches('.st-key-county_card')")
        visit.settle()
        visit.page.go_back()
        visit.page.locator(".ranking").wait_for()
        assert "class" in query(visit)
        visit.settle()
        visit.page.go_back()
        visit.page.wait_for_function("() => !location.search.includes('class=')")
        visit.settle()
        assert visit.page.evaluate("window.kept") is True
        # A link is still one: with a key held it opens its address beside.
        with visit.page.context.expect_page() as beside:
            visit.page.locator(".ranking a.choose").first.click(modifiers=["Control"])
        assert "county=990102" in beside.value.url
        assert "county" not in query(visit)
        assert visit.complaints == []


def inside(visit: Visit, script: str) -> object:
    """Ask the drawing of a page, whose content stands in a shadow root: `root` in the script."""
    return visit.page.evaluate(
        """script => {
            const host = [...document.querySelectorAll('*')].find(e => e.shadowRoot?.querySelector('.frame svg'));
            return new Function('root', 'return ' + script)(host.shadowRoot);
        }""",
        script,
    )


@pytest.mark.parametrize(("rows", "chosen"), [("county", "county=990201"), ("city", "city=990200")])
def test_by_keys_a_table_is_walked_without_choosing_and_a_step_to_the_right_chooses(
    address: str, rows: str, chosen: str
) -> None:
    with opened(f"{address}/?view=table&rows={rows}") as visit:
        visit.wait_until_still()
        grid = visit.page.locator('[data-testid="stDataFrame"] canvas').first
        grid.wait_for()
        visit.settle()
        grid.focus()
        grid.press("ArrowDown")
        visit.settle()
        grid.press("Tab")
        visit.settle()
        assert visit.page.evaluate("document.activeElement.tagName") != "CANVAS"
        assert not {"county", "city"} & set(query(visit))
        grid.focus()
        grid.press("ArrowRight")
        visit.page.wait_for_function(f"() => location.search.includes('{chosen}')")


def test_without_webgl_the_same_map_is_drawn_and_a_click_opens_a_card(address: str) -> None:
    with opened(address, webgl=False) as visit:
        county = visit.page.locator('.st-key-map_drawing [data-pick="990102"]:not([data-again])')
        county.wait_for()
        assert visit.page.locator(".stDeckGlJsonChart").count() == 0
        assert visit.page.locator('[data-testid="stException"], [data-testid="stAlert"]').count() == 0
        assert visit.page.locator(".st-key-map_drawing [role=list]").get_attribute("aria-label")
        names = visit.page.locator(".st-key-map_drawing [role=button]").all()
        assert sorted(one.get_attribute("data-pick") or "" for one in names) == [
            "990101", "990102", "990201", "990202", "999001"
        ]  # fmt: skip
        county.hover()
        tip = visit.page.locator(".st-key-map_drawing .tip")
        assert tip.inner_text().startswith("乙丑区")
        inside(visit, "root.querySelector('svg').dataset.kept = 'yes'")
        county.click()
        visit.settle()
        assert query(visit)["county"] == "990102"
        assert "乙丑区" in visit.page.inner_text(".st-key-county_card")
        # The words do not stay over what was chosen.
        assert not tip.is_visible()
        county.click()
        visit.settle()
        assert "county" not in query(visit)
        assert visit.foreign == []


def test_a_drawing_is_one_tab_stop_and_the_arrows_go_on_from_there(address: str) -> None:
    with opened(f"{address}/?county=990101", webgl=False) as visit:
        visit.page.locator('.st-key-map_drawing [data-pick="990101"]').first.wait_for()
        assert inside(visit, "root.querySelectorAll('[tabindex=\"0\"]').length") == 1
        # The tab stop is the county that is chosen.
        assert inside(visit, "root.querySelector('[tabindex=\"0\"]').dataset.pick") == "990101"
        inside(visit, "root.querySelector('[tabindex=\"0\"]').focus()")
        reached = {"990101"}
        for _ in range(2):
            for key in ("ArrowDown", "ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp"):
                visit.page.keyboard.press(key)
                reached.add(str(inside(visit, "root.activeElement.dataset.pick")))
        assert len(reached) >= 3
        there = inside(visit, "root.activeElement.dataset.pick")
        visit.page.keyboard.press("Enter" if there != "990101" else "ArrowDown")
        visit.settle()
        if there != "990101":
            assert query(visit)["county"] == there
            # The content was replaced; the focus is on the same county.
            assert inside(visit, "root.activeElement.dataset.pick") == there


def test_a_rerun_that_changes_nothing_leaves_a_drawing_as_it_is(address: str) -> None:
    with opened(address, webgl=False) as visit:
        visit.page.locator('.st-key-map_drawing [data-pick="990101"]').first.wait_for()
        inside(visit, "root.querySelector('svg').dataset.kept = 'yes'")
        # The card of a county that has none here: the page runs anew, the map shows the same.
        visit.page.locator(".st-key-choice_period").first.wait_for()
        choose(visit, "choice_indicator", "社区工作者")
        assert inside(visit, "root.querySelector('svg').dataset.kept") == "yes"
        visit.page.locator(".st-key-choice_colour button", has_text="按缺口").click()
        visit.settle()
        visit.page.wait_for_timeout(300)
        assert inside(visit, "root.querySelector('svg').dataset.kept || ''") == ""


def test_where_webgl_works_the_map_is_drawn_in_one_run(address: str) -> None:
    with opened(address) as visit:
        visit.wait_for_map()
        assert visit.page.locator(".st-key-map_drawing").count() == 0
        assert visit.page.locator(".st-key-webgl").bounding_box()["height"] == 0  # type: ignore[index]


def test_the_menu_of_pictures_gives_a_file_that_opens(address: str) -> None:
    with opened(f"{address}/?view=chart&period=2025-12-31") as visit:
        visit.wait_for_chart()
        visit.page.locator(".st-key-picture_cities button").first.click()
        button = visit.page.locator(".st-key-picture_cities_svg_dark button")
        button.wait_for()
        with visit.page.expect_download() as download:
            button.click()
        assert download.value.suggested_filename.endswith(".svg")
        drawn = ElementTree.parse(download.value.path()).getroot()
        assert "2025年第4季度" in "".join(drawn.itertext())
        assert visit.complaints == []


def test_on_a_telephone_tiles_take_the_place_of_the_map_and_a_tap_opens_the_card(address: str) -> None:
    with opened(f"{address}/?period=2025-12-31", width=390, height=844, phone=True) as visit:
        tile = visit.page.locator('.st-key-county_tiles [data-pick="990102"]')
        tile.wait_for()
        assert visit.page.locator(".stDeckGlJsonChart").count() == 0
        assert visit.page.locator(".st-key-county_tiles [role=button]").count() == 5
        assert visit.page.evaluate("document.documentElement.scrollWidth") <= 390
        tile.tap()
        visit.settle()
        card = visit.page.locator(".st-key-county_card")
        card.wait_for()
        box = card.bounding_box()
        assert box is not None
        assert 0 <= box["y"] < 844
        assert query(visit)["county"] == "990102"
        assert visit.foreign == []


def test_a_narrow_window_keeps_the_map(address: str) -> None:
    with opened(address, width=390) as visit:
        visit.wait_for_map()
        assert visit.page.locator(".st-key-county_tiles").count() == 0
