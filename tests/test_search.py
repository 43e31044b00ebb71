"""The search box of every page: what is typed, by keyboard, and where it leads."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Locator

from tests.browser import Visit, opened, served
from tests.evaluated import standing
from tests.test_boundaries_page import gone
from tests.test_browser import choose, query
from tests.tiny import Tiny
from ui.frame import finder
from words import spellings

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("one_browser")]

KEY = ".st-key-find_anything"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The app, served on a small home that is evaluated."""
    tiny = standing(Tiny(tmp_path_factory.mktemp("search")))
    gone(tiny)
    tiny.built()
    with served("app.py", environment=tiny.environment) as address:
        yield address


def box(visit: Visit) -> Locator:
    found = visit.page.locator(f"{KEY} input")
    found.wait_for()
    return found


def found(visit: Visit, typed: str) -> list[str]:
    """The names offered for what is typed, the best first."""
    box(visit).fill(typed)
    visit.page.locator(f"{KEY} input[aria-expanded=true]").wait_for()
    visit.page.locator(f"{KEY} li.loading").wait_for(state="detached")
    return [text.split("\n")[0] for text in visit.page.locator(f"{KEY} li[role=option]").all_inner_texts()]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_areas_indicators_and_pages_are_found_in_either_language_however_they_are_typed(
    place: str, language: str
) -> None:
    county, share, page = {
        "zh": ("甲子区", "持证率", "趋势"),
        "en": ("Jiazi District", "Certified", "Trends"),
    }[language]
    with opened(f"{place}/about?lang={language}") as visit:
        for typed in ("甲子", "jiazi", "jz", "Jiazi", "990101"):
            assert found(visit, typed)[0].startswith(county), typed
        # As lists show it, with its city before or behind it; and the whole.
        for typed in ("甲子区 · 东江", "东江市甲子区", "jiazi dongjiang", "dongjiangjiazi"):
            assert found(visit, typed)[0].startswith(county), typed
        for typed in ("试验省", "shiyan", "全省"):
            assert found(visit, typed)[0].startswith({"zh": "试验省", "en": "Shiyan Province"}[language]), (
                typed
            )
        for typed in ("持证", "chizheng", "certified"):
            assert found(visit, typed)[0].startswith(share), typed
        for typed in ("趋势", "qushi", "qs", "trend"):
            assert found(visit, typed)[0].startswith(page), typed
        # Two Latin letters in the middle of a word bring nothing, three do.
        assert not any("Jiazi" in name or "甲子" in name for name in found(visit, "az"))
        assert any("Jiazi" in name or "甲子" in name for name in found(visit, "iaz"))
        assert len(found(visit, "zzz")) == 1
        assert (visit.foreign, visit.complaints) == ([], [])


def test_a_key_brings_the_reader_in_and_another_out_again(place: str) -> None:
    with opened(f"{place}/initiatives") as visit:
        box(visit)
        visit.page.locator("h1").first.click()
        visit.page.keyboard.press("/")
        visit.page.keyboard.type("bingyin")
        listed = visit.page.locator(f"{KEY} ul")
        listed.wait_for()
        box(visit).fill("")
        visit.page.keyboard.press("Enter")  # nothing is typed: nothing is chosen
        visit.settle()
        assert visit.page.url.split("?")[0].endswith("/initiatives")
        assert visit.page.evaluate(
            "document.activeElement.shadowRoot?.activeElement?.id ?? document.activeElement.id"
        )
        visit.page.keyboard.press("Escape")
        assert not listed.is_visible()
        assert box(visit).input_value() == ""


def test_the_key_leads_into_an_empty_box_again_and_again(place: str) -> None:
    with opened(f"{place}/about", webgl=False) as visit:
        visit.wait_until_still()
        visit.page.locator("h1").first.click()
        for typed, path in (
            ("990101", "/area_profile?county=990101"),
            # On the page that lies open the box stays the same.
            ("990102", "/area_profile?county=990102"),
            ("990200", "/drill"),
            ("initiatives", "/initiatives"),
        ):
            visit.page.keyboard.press("/")
            visit.page.locator(f"{KEY} input[aria-expanded=true]").wait_for()
            visit.page.keyboard.type(typed)
            assert box(visit).input_value() == typed
            visit.page.locator(f"{KEY} li.active").wait_for()
            visit.page.keyboard.press("Enter")
            visit.page.wait_for_url(f"**{path}**")
            visit.settle()
            # What is pressed now is meant for the page; Tab goes on from where the box stands.
            assert visit.page.evaluate("document.activeElement === document.body")
        visit.page.keyboard.press("Tab")
        assert visit.page.evaluate("!!document.activeElement.closest('.st-key-find_anything, .st-key-menu')")
        # Who left the list with Escape is in the box still.
        visit.page.keyboard.press("/")
        visit.page.keyboard.press("Escape")
        visit.page.keyboard.press("/")
        visit.page.locator(f"{KEY} input[aria-expanded=true]").wait_for()
        assert box(visit).input_value() == ""


@pytest.mark.parametrize("width", [700, 1440])
def test_the_key_opens_a_sidebar_that_is_folded_away(place: str, width: int) -> None:
    with opened(f"{place}/about", webgl=False, width=width) as visit:
        visit.wait_until_still()
        side = visit.page.locator('[data-testid="stSidebar"]')
        if width == 1440:  # there it stands open until its reader folds it
            side.hover()
            visit.page.locator('[data-testid="stSidebarCollapseButton"] button').click()
        visit.page.wait_for_function(
            "() => document.querySelector('[data-testid=stSidebar]').getBoundingClientRect().right < -200"
        )
        visit.page.locator("h1").first.click()
        visit.page.keyboard.press("/")
        visit.page.locator(f"{KEY} input[aria-expanded=true]").wait_for()
        at: Any = box(visit).bounding_box()
        assert at["x"] >= 0
        assert at["width"] > 60
        visit.page.keyboard.type("990101")
        visit.page.locator(f"{KEY} li.active", has_text="990101").wait_for()
        visit.page.keyboard.press("Enter")
        visit.page.wait_for_url("**/area_profile?**county=990101**")
        assert visit.complaints == []


def test_the_list_is_cut_off_by_nothing(place: str) -> None:
    with opened(f"{place}/about") as visit:
        box(visit).click()
        visit.page.locator(f"{KEY} ul").wait_for()
        visit.page.locator(f"{KEY} li.loading").wait_for(state="detached")
        at: Any = visit.page.locator(f"{KEY} ul").bounding_box()
        side: Any = visit.page.locator('[data-testid="stSidebar"]').bounding_box()
        assert at["x"] >= 0
        assert at["y"] + at["height"] <= 900
        assert at["height"] > 300
        # What lies over the page at its right end is the list.
        over = visit.page.evaluate(
            "([x, y]) => { let at = document.elementFromPoint(x, y);"
            " while (at?.shadowRoot) at = at.shadowRoot.elementFromPoint(x, y); return at?.closest('ul')?.id }",
            [at["x"] + at["width"] - 8, at["y"] + 40],
        )
        assert over == "finder-list"
        assert side["width"] < 300


def test_what_is_found_is_one_step_and_back_passes_no_page_that_nobody_opened(place: str) -> None:
    with opened(f"{place}/?city=990100", webgl=False) as visit:
        visit.wait_until_still()
        before, steps = visit.page.url, visit.page.evaluate("history.length")
        box(visit).fill("990200")
        visit.page.keyboard.press("Enter")
        visit.page.wait_for_url("**/drill?city=990200")
        visit.settle()
        assert visit.page.evaluate("history.length") == steps + 1
        # What is chosen there is a step of its own.
        visit.page.locator(".st-key-choice_lang button").last.click()
        visit.page.wait_for_url("**lang=en**")
        visit.settle()
        visit.page.go_back()
        visit.page.wait_for_url("**/drill?city=990200")
        visit.settle()
        visit.page.go_back()
        visit.page.wait_for_url(before)
        visit.settle()
        assert visit.page.inner_text("h1").startswith("东江")


@pytest.mark.parametrize("start", ["/area_profile?county=990101", "/?view=table", "/"])
def test_back_from_what_was_found_shows_what_was_there_and_not_what_was_chosen_since(
    place: str, start: str
) -> None:
    with opened(f"{place}{start}", webgl=False) as visit:
        visit.wait_until_still()
        stood = [(visit.page.url, visit.page.inner_text("h1"))]
        steps = visit.page.evaluate("history.length")
        # A city, a page that keeps it, an indicator, a page that keeps both, the whole.
        for typed, path in (
            ("990200", "/drill?city=990200"),
            ("rural tiers", "/tiers?city=990200"),
            ("certified", "/catalogue?indicator=certified_worker_share"),
            ("trends", "/trends?indicator=certified_worker_share&city=990200"),
            ("全省", "/drill?indicator=certified_worker_share"),
        ):
            box(visit).fill(typed)
            visit.page.locator(f"{KEY} li.active").wait_for()
            visit.page.keyboard.press("Enter")
            visit.page.wait_for_url(f"{place}{path}")
            visit.settle()
            stood.append((visit.page.url, visit.page.inner_text("h1")))
        assert visit.page.evaluate("history.length") == steps + len(stood) - 1
        for address, headline in stood[-2::-1]:
            visit.page.go_back()
            visit.settle(1)
            assert visit.page.url == address
            assert visit.page.inner_text("h1") == headline
        visit.page.go_forward()
        visit.settle(1)
        assert (visit.page.url, visit.page.inner_text("h1")) == stood[1]
        assert visit.complaints == []


def test_a_county_a_city_an_indicator_and_a_page_are_gone_to_with_what_was_chosen(place: str) -> None:
    with opened(f"{place}/about?lang=en&theme=dark", theme="dark") as visit:
        for typed, path, chosen in (
            ("990101", "/area_profile", {"county": "990101"}),
            ("990200", "/drill", {"city": "990200", "county": None}),
            ("trends", "/trends", {"city": "990200"}),
            ("全省", "/drill", {"county": None, "city": None}),
            ("990101", "/area_profile", {"county": "990101", "city": None}),  # of another city
            ("990200", "/drill", {"city": "990200", "county": None}),
            ("certified", "/catalogue", {"indicator": "certified_worker_share"}),
            ("rural tiers", "/tiers", {"city": "990200"}),
            ("initiatives", "/initiatives", {}),
        ):
            box(visit).fill(typed)
            visit.page.keyboard.press("Enter")
            visit.settle()
            visit.page.wait_for_url(lambda url, path=path: url.split("?")[0].endswith(path))
            visit.settle()
            shown = query(visit)
            assert {name: shown.get(name) for name in chosen} == chosen, typed
            assert shown["lang"] == "en"
            assert shown["theme"] == "dark"
        visit.page.go_back()
        visit.settle()
        assert visit.page.url.split("?")[0].endswith("/tiers")
        assert (visit.foreign, visit.complaints) == ([], [])


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_county_that_is_no_more_is_found_and_shown_as_it_was_published(place: str, language: str) -> None:
    name, until, told, today = {
        "zh": ("甲寅区", "至2021年4月8日", "甲寅区自2021年4月9日起不再有", "今日区划"),
        "en": ("Jiayin District", "until 8 Apr 2021", "Jiayin District ended on 9 Apr 2021", "Today"),
    }[language]
    with opened(f"{place}/trends?lang={language}&areas=990101&boundaries=today") as visit:
        for typed in ("甲寅", "jiayin", "990103"):
            assert found(visit, typed)[0].startswith(name), typed
        assert until in visit.page.locator(f"{KEY} li[role=option]").first.inner_text()
        visit.page.keyboard.press("Enter")
        visit.page.wait_for_url("**areas=990103**")
        visit.settle()
        assert {key: query(visit).get(key) for key in ("areas", "boundaries")} == {
            "areas": "990103",
            "boundaries": None,
        }
        visit.page.get_by_text(told).first.wait_for()
        # What the search set back may be chosen again.
        choose(visit, "choice_boundaries", today)
        visit.page.wait_for_url("**boundaries=today**")
        visit.settle()
        assert (visit.foreign, visit.complaints) == ([], [])


def test_on_a_telephone_it_stands_on_the_page(place: str) -> None:
    with opened(f"{place}/?lang=en", width=390, phone=True) as visit:
        box(visit).fill("bingyin")
        visit.page.keyboard.press("Enter")
        visit.settle()
        assert query(visit)["county"] == "990201"
        assert visit.page.evaluate("document.documentElement.scrollWidth") <= 390


def test_on_a_telephone_the_headline_stands_high_and_nothing_covers_the_strip(place: str) -> None:
    with opened(f"{place}/", width=390, phone=True) as visit:
        visit.wait_until_still()
        at: Any = visit.page.locator("h1").first.bounding_box()
        assert at["y"] < 200
        over = visit.page.evaluate(
            "(() => { const at = document.querySelector('.strip .period').getBoundingClientRect();"
            " return document.elementFromPoint(at.x + 4, at.y + at.height / 2).closest('.strip') !== null })()"
        )
        assert over
        visit.page.locator(".st-key-shared_choices button").click()
        visit.page.get_by_label("报告期").wait_for()
        assert visit.page.locator('[data-testid="stExpandSidebarButton"]').is_enabled()
        assert (visit.foreign, visit.complaints) == ([], [])


def test_what_a_name_may_be_typed_as() -> None:
    assert spellings.named("“五社联动”", "Five partners", "partners") == (
        "“五社联动”", "fivepartners", "wusheliandong", "wsld", "partners",
    )  # fmt: skip
    assert spellings.named("", "Trends", "trends") == ("trends",)


def test_what_is_typed_before_the_box_is_ready_is_looked_for(place: str) -> None:
    """On a page that is still loading the box can be seen a moment before its script has come."""
    ready = """async ([js, html, typed]) => {
        const module = await import(URL.createObjectURL(new Blob([js], { type: "text/javascript" })));
        const host = document.createElement("div");
        host.innerHTML = html;
        document.body.append(host);
        const input = host.querySelector("input");
        if (typed) input.focus();
        input.value = typed;
        const data = { label: "", chosen: [], heard: 0, session: "a", most: 1, options: "/nowhere", loading: "…", id: "x" };
        module.default({ data, parentElement: host, setStateValue: () => {} });
        const found = [input.value, input.getAttribute("aria-expanded")];
        host.remove();
        return found;
    }"""
    script = finder.HERE.with_suffix(".js").read_text(encoding="utf-8")
    with opened(f"{place}/_stcore/health", webgl=False) as visit:
        for typed, is_open in (("甲子", "true"), ("", "false")):
            assert visit.page.evaluate(ready, [script, finder.HTML, typed]) == [typed, is_open]
