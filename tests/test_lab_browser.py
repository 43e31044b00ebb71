"""The editor of the SQL lab in a real Chromium: what is typed, coloured, inserted, run and stopped, by keys alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

import pytest

from tests.browser import Visit, opened, served
from tests.test_pages import filed_in

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("one_browser")]
EDITOR = ".st-key-statement textarea"
ENDLESS = "select count(*) from range(1000000000) a, range(1000000000) b where a.range = -b.range - 1"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served("app.py", environment=filed_in(tmp_path_factory.mktemp("lab")).environment) as address:
        yield address


def query_of(visit: Visit) -> dict[str, list[str]]:
    return parse_qs(urlsplit(visit.page.url).query)


def test_a_statement_is_typed_coloured_run_and_taken_back_by_keys(place: str) -> None:
    with opened(f"{place}/lab", locale="en-GB", webgl=False) as visit:
        visit.wait_until_still()
        editor = visit.page.locator(EDITOR)
        editor.focus()
        visit.page.keyboard.press("Control+a")
        visit.page.keyboard.type(
            "-- all of them\nselect area_level, count(*) as n\n  from marts.areas\ngroup by all"
        )
        shown = visit.page.locator(".st-key-statement pre")
        # A new line begins where the last one did.
        typed = "-- all of them\nselect area_level, count(*) as n\n  from marts.areas\n  group by all"
        assert editor.input_value() == typed
        assert shown.text_content() == typed + "\n"
        assert shown.locator(".comment").text_content() == "-- all of them"
        assert [one.text_content() for one in shown.locator(".word").all()][:2] == ["select", "as"]
        assert visit.page.locator(".st-key-statement .numbers span").count() == 4
        same = "e => { const s = getComputedStyle(e); return [s.fontFamily, s.fontSize, s.lineHeight, s.whiteSpace].join() }"
        assert editor.evaluate(same) == shown.evaluate(same)
        visit.page.keyboard.press("Control+Enter")
        visit.settle()
        visit.page.wait_for_selector("h1:has-text('all of them')")
        assert query_of(visit)["q"] == [typed]
        assert editor.input_value() == typed
        visit.page.go_back()
        visit.settle()
        visit.page.wait_for_selector("h1:not(:has-text('all of them'))")
        assert "q" not in query_of(visit)
        assert editor.input_value().startswith("-- ")
        assert visit.complaints == []


def test_a_name_of_the_list_goes_where_the_cursor_is_and_a_wrong_line_is_marked(place: str) -> None:
    asked = quote("select 1, \nnothing\nfrom marts.areas")
    with opened(f"{place}/lab?q={asked}", locale="zh-CN", webgl=False) as visit:
        visit.wait_until_still()
        visit.page.wait_for_selector(".st-key-lab_refused")
        editor = visit.page.locator(EDITOR)
        visit.page.wait_for_selector(f"{EDITOR}[aria-invalid=true]")
        assert visit.page.locator(".st-key-statement .numbers .wrong").count() == 1
        editor.evaluate("e => { e.focus(); e.setSelectionRange(10, 10) }")
        # One stop of the Tab key, and from there by arrows: the second table is the areas', its fifth name the level.
        visit.page.wait_for_selector(".st-key-tables summary")
        assert visit.page.locator(".st-key-tables [tabindex='0']").count() == 1
        visit.page.locator(".st-key-tables [tabindex='0']").focus()
        for key in ("ArrowDown", "ArrowRight", *["ArrowDown"] * 5):
            visit.page.keyboard.press(key)
            visit.page.wait_for_timeout(60)
        visit.page.keyboard.press("Enter")
        visit.page.wait_for_function(
            "e => e.value.startsWith('select 1, area_level')", arg=editor.element_handle()
        )
        # It is another text than that which was refused.
        assert editor.get_attribute("aria-invalid") is None
        assert visit.complaints == []


def test_a_statement_without_end_is_stopped_and_the_page_follows_its_end_by_itself(place: str) -> None:
    with opened(f"{place}/lab?q={quote(ENDLESS)}", locale="zh-CN", webgl=False) as visit:
        visit.wait_until_still()
        visit.page.locator(".st-key-lab_stop button").click()
        visit.page.wait_for_selector("h1:has-text('查询已停止')")
        editor = visit.page.locator(EDITOR)
        editor.fill("select count(*) as n from range(60000000) where range % 7 = 3 and sqrt(range) > 1")
        editor.press("Control+Enter")
        # Nothing is pressed any more: it ends after a while.
        visit.page.wait_for_selector("h1:has-text('查到 1 行')", timeout=20_000)
        assert visit.complaints == []


def test_a_statement_is_saved_under_a_name_opened_again_and_linked(place: str) -> None:
    with opened(f"{place}/lab", locale="en-GB", webgl=False) as visit:
        visit.wait_until_still()
        page, editor = visit.page, visit.page.locator(EDITOR)
        told, name = page.locator(".st-key-statement .told"), page.locator("#editor-called")
        page.locator(".st-key-statement .save").click()
        assert name.input_value().isascii()  # its title in the page's language
        name.fill("My <b>gaps</b>: a/b?")
        with page.expect_download() as taken:
            page.keyboard.press("Enter")
        assert taken.value.suggested_filename == "My -b-gaps-b- a-b.sql"
        first, second, *_ = Path(taken.value.path()).read_text(encoding="utf-8").splitlines()
        assert (first, second[:2] == "--") == ("-- My <b>gaps</b>: a/b?", False)
        assert editor.input_value().startswith(f"{first}\n{second}\n")
        assert name.is_hidden()
        assert told.text_content() == "Saved as My -b-gaps-b- a-b.sql, in your downloads."
        # What is opened stands in the editor and is not run; what is no text, or too much of it, is not opened.
        ran = page.locator("h1").text_content()
        for written, said in (
            (
                "-- 各县\r\nselect '<img src=x onerror=alert(1)>' as a, '，' as b\r\n".encode("gb18030"),
                "is open",
            ),
            (b"PK\x03\x04\x00\x01", "no text file"),
            (b"select " + b"1, " * 30_000, "at most 20,000"),
        ):
            page.locator(".st-key-statement input[type=file]").set_input_files(
                {"name": "a\u202eb<i>.sql", "mimeType": "text/plain", "buffer": written}
            )
            page.wait_for_function(
                "([e, said]) => e.textContent.includes(said)", arg=[told.element_handle(), said]
            )
            assert told.text_content().startswith(("a-b-i-.sql", "a-b-i-.sql was"))  # type: ignore[union-attr]
        assert editor.input_value() == "-- 各县\nselect '<img src=x onerror=alert(1)>' as a, '，' as b"
        assert page.locator(".st-key-statement img").count() == 0
        assert page.locator("h1").text_content() == ran
        # The answer is that of the statement before: the page says so and gives no file of it, until the old text stands again.
        former, files = page.locator(".former"), page.locator(".st-key-lab_files")
        assert former.is_visible()
        assert files.is_hidden()
        assert float(page.locator(".st-key-lab_below").evaluate("e => getComputedStyle(e).opacity")) < 0.6
        opened_text = editor.input_value()
        editor.fill("-- 各县 x")
        assert former.is_visible()
        editor.fill(opened_text)
        # The link of what stands in the editor, though it was never run.
        page.evaluate(
            "() => Object.defineProperty(navigator, 'clipboard', { value: { writeText: async (t) => { window.held = t } } })"
        )
        page.locator(".st-key-statement .link").click()
        page.wait_for_function("() => window.held")
        link = page.evaluate("() => window.held")
        assert parse_qs(urlsplit(link).query)["q"] == [editor.input_value()]
        editor.fill("select '" + "字" * 7_000 + "'")
        page.locator(".st-key-statement .link").click()
        page.wait_for_function(
            "([e, said]) => e.textContent.includes(said)", arg=[told.element_handle(), "6,000"]
        )
        assert visit.complaints == []
    with opened(link, locale="en-GB", webgl=False) as visit:
        visit.wait_until_still()
        visit.page.wait_for_selector("h1:has-text('各县')")
        assert visit.complaints == []
