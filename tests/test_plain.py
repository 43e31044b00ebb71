"""Text from outside is plain text: what an address, a pack or a filed return says is never read as markup."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import polars as pl
import pytest
import streamlit as st
from google.protobuf.json_format import MessageToDict
from hypothesis import given
from hypothesis import strategies as some
from streamlit.testing.v1 import AppTest

from draw.text import for_plotly
from programme import PROJECT
from tests.browser import Visit, served
from tests.browser import opened as browser
from tests.test_pages import opened, visit
from tests.tiny import Tiny
from ui.frame import kept, plain
from ui.frame.screens import SCREENS
from words.visible import visible

# One word of everything that is drawn where markup is read: a tag, a picture, a link, a formula, an emoji, a colour, an icon.
MARKUP = "<b>tag</b>![p](http://host.test/p.png)[l](http://host.test)$x$:smile::red[c]:material/map:"
WORDS = re.compile(
    r"(name|title|definition|basis|description|unit|source)_(zh|en)$|^(producer|document|licence)$"
)
SIGN = "<b>tag"  # of it, what only an unescaped text still has
# What Streamlit reads as Markdown, by the name of its call; the options of the last ones too.
SINKS = {
    "title", "header", "subheader", "caption", "markdown", "write", "info", "warning", "error", "success", "toast",
    "metric", "expander", "dialog", "popover", "button", "download_button", "link_button", "page_link", "selectbox",
    "multiselect", "segmented_control", "pills", "radio", "checkbox", "toggle", "text_input", "text_area", "slider",
    "number_input", "file_uploader", "progress", "badge", "tabs", "spinner", "status",
}  # fmt: skip
WITH_OPTIONS = {"segmented_control", "pills", "radio"}
FIRST = {"metric": 3, "page_link": 0, "progress": 0}  # how many arguments without a name are read
READ = {"label", "body", "help", "text", "title", "value", "delta", "delta_description"}


def test_a_blank_at_the_edge_of_html_parts_it_from_its_neighbour() -> None:
    assert plain.html(" by\n20 Jan <b>") == " by 20 Jan &lt;b&gt;"
    assert plain.line(" by\n20 Jan ") == "by 20 Jan"


@pytest.fixture(autouse=True)
def nothing_kept() -> Iterator[None]:
    """What one test's process has kept says nothing to the next."""
    yield
    st.cache_resource.clear()
    kept.forget()


@pytest.fixture(scope="module")
def marked(tmp_path_factory: pytest.TempPathFactory) -> Tiny:
    """A home whose pack, filer and file names carry markup wherever somebody may write a text."""
    tiny = Tiny(tmp_path_factory.mktemp("marked"))
    for table in ("areas", "indicators", "targets", "sources", "area_changes", "departments"):
        _marked(tiny.pack_folder / f"{table}.csv")
    toml = tiny.pack_folder / "pack.toml"
    lines = [
        re.sub(r'^((?:department|sources_note|text|name)_\w\w = ".*)"$', rf'\1{MARKUP}"', one)
        for one in toml.read_text(encoding="utf-8").splitlines()
    ]
    toml.write_text("\n".join(lines), encoding="utf-8")
    tiny.staff_everywhere({"990101": 40, "990102": 50, "999001": 28}, filed_by=f"office {MARKUP}")
    tiny.built()
    return tiny


def _marked(path: Path) -> None:
    """Put markup at the end of every cell of words of a table of the pack."""
    frame = pl.read_csv(path, infer_schema=False)
    words = [name for name in frame.columns if WORDS.search(name)]
    assert words
    frame.with_columns(
        pl.when(pl.col(w).is_not_null()).then(pl.col(w) + MARKUP).alias(w) for w in words
    ).write_csv(path)


def texts(test: AppTest) -> Iterator[tuple[str, str]]:
    """Every text of every element and block of a page: the kind of thing and what it carries."""

    def strings(value: object) -> Iterator[str]:
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict | list):
            for one in value.values() if isinstance(value, dict) else value:
                yield from strings(one)

    def walk(node: object) -> Iterator[tuple[str, str]]:
        proto = getattr(node, "proto", None)
        if proto is not None and hasattr(proto, "DESCRIPTOR"):
            told = MessageToDict(proto)
            told.pop("arrowData", None)
            for one in strings(told):
                yield str(getattr(node, "type", "")), one
        for child in getattr(node, "children", {}).values():
            yield from walk(child)

    yield from walk(test._tree)


# Places that draw letters as they are: no markup is read in them.
AS_IT_IS = {
    "selectbox",
    "multiselect",
    "arrow_data_frame",
    "dataframe",
    "deck_gl_json_chart",
    "bidi_component",
}


def test_our_components_draw_letters_and_never_markup() -> None:
    scripts = sorted((PROJECT / "ui").rglob("*.js"))
    assert scripts
    for script in scripts:
        said = script.read_text(encoding="utf-8")
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b", said), script


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    ("page", "query"),
    [
        *((name, {}) for name in SCREENS),
        ("home", {"county": "999001"}),
        ("home", {"county": "990202"}),
        ("home", {"view": "chart", "county": "990102"}),
        ("home", {"view": "table"}),
        ("home", {"city": "990100", "colour": "gap"}),
        ("home", {"period": "2021-03-31"}),
        ("trends", {"areas": "990101,990102,999001", "beside": "whole,city"}),
        ("home", {"city": MARKUP, "county": MARKUP, "indicator": MARKUP, "period": MARKUP, "view": MARKUP}),
        ("trends", {"areas": MARKUP, "beside": MARKUP}),
    ],
)
def test_no_page_draws_markup_that_came_from_outside(
    marked: Tiny, monkeypatch: pytest.MonkeyPatch, page: str, query: dict[str, str], language: str
) -> None:
    opened(marked, monkeypatch)
    test = visit(page, language, **query)
    assert not test.error
    seen = 0
    for kind, text in texts(test):
        # Beside what a figure draws stand its words for those who cannot see it: an attribute, never markup.
        if kind in AS_IT_IS or (kind == "plotly_chart" and not text.startswith("{")):
            continue
        seen += "tag" in text
        assert SIGN not in text, (kind, text[:400])
        if kind not in ("html", "plotly_chart"):
            assert "![p]" not in text, (kind, text[:400])
            assert ":smile:" not in text, (kind, text[:400])
    assert seen


def test_the_dialog_of_a_filed_return_draws_no_markup(marked: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    opened(marked, monkeypatch)
    test = visit(county="999001")
    test.button(key="open_filed").click().run()
    assert MARKUP in test.dataframe[-1].value["by"].iloc[0]
    assert [text for kind, text in texts(test) if kind not in AS_IT_IS and SIGN in text] == []


@pytest.mark.browser
@pytest.mark.usefixtures("one_browser")
def test_a_browser_shows_markup_of_an_address_and_of_a_return_letter_by_letter(marked: Tiny) -> None:
    environment = marked.environment
    pieces = [
        "![p](http://host.test/p.png)", "[l](http://host.test)", "<b>t</b>", "$x$", ":smile:", ":red[c]", ":material/map:",
        "http://host.test/", "www.host.test", "~~x~~", "a@host.test", "# x", "- x", "-> x",
    ]  # fmt: skip
    with served("app.py", environment=environment) as place:
        keys = ("county", "city", "indicator", "period", "colour")
        for at in range(0, len(pieces), len(keys)):
            some_pieces = pieces[at : at + len(keys)]
            asked = urlencode({"view": "chart"} | dict(zip(keys, some_pieces, strict=False)))
            with browser(f"{place}/?{asked}", locale="zh-CN", webgl=False) as visited:
                visited.wait_until_still()
                said = visited.page.inner_text(".st-key-notes").replace(plain.BREAK, "")
                assert [piece for piece in some_pieces if piece not in said] == []
                _shows_no_markup(visited)
        with browser(f"{place}/?county=999001", locale="zh-CN", webgl=False) as visited:
            visited.wait_until_still()
            assert MARKUP in visited.page.inner_text(".st-key-tiles").replace(plain.BREAK, "")
            assert MARKUP in visited.page.inner_text(".st-key-county_card")
            _shows_no_markup(visited)
            visited.page.locator(".st-key-open_filed button").click()
            visited.page.wait_for_selector('[role="dialog"] [data-testid="stDataFrame"]')
            assert MARKUP in visited.page.inner_text('[role="dialog"]').replace(plain.BREAK, "")
            _shows_no_markup(visited)
        # That both languages draw none is seen without a browser.
        for rest in ("?view=chart", "trends?areas=990101&beside=whole,city", "about"):
            with browser(f"{place}/{rest}", locale="en-GB", webgl=False) as visited:
                visited.wait_until_still()
                visited.page.wait_for_timeout(800)
                _shows_no_markup(visited)


def _shows_no_markup(visited: Visit) -> None:
    links = "img[src*='host.test'], a[href^='http'][href*='host.test'], a[href^='mailto']"
    drawn = f"{links}, .katex, [data-testid=stApp] em, [data-testid=stApp] del"
    assert [one.evaluate("e => e.outerHTML") for one in visited.page.locator(drawn).all()] == []
    coloured = ".stMarkdownColoredText, .st-key-notes [data-testid=stIconMaterial], .st-key-notes ul, .st-key-notes h1"
    assert visited.page.locator(coloured).count() == 0
    assert "😄" not in visited.text()
    assert visited.foreign == []
    # That a browser has no WebGL is not told by us.
    assert [one for one in visited.complaints if "WebGL" not in one] == []


def test_names_of_areas_in_figures_are_escaped() -> None:
    assert for_plotly("<a href='x'>甲</a> & 乙") == "&lt;a href='x'&gt;甲&lt;/a&gt; &amp; 乙"


@given(some.text(max_size=60))
def test_a_text_is_one_line_without_what_cannot_be_seen(text: str) -> None:
    shown = plain.line(text, 20)
    assert len(shown) <= 20
    assert not re.search(r"[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069]", shown)


UNSEEN = (
    *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C,  # what turns directions
    0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0x00AD, 0x0007, 0x001B, 0xE0041, 0xE000,
    0x034F, 0x115F, 0x3164, 0x2800, 0xFFA0,  # letters and signs without a shape
)  # fmt: skip


@pytest.mark.parametrize("code", UNSEEN)
def test_what_cannot_be_seen_is_shown_by_its_code(code: int) -> None:
    text = f"附件{chr(code)}fdp.xlsx"
    for made_plain in (plain.line, plain.html, plain.markdown):
        shown = made_plain(text).replace(plain.BREAK, "") if code != 0x2060 else made_plain(text)
        assert f"\u27e8U+{code:04X}\u27e9" in shown
        assert chr(code) not in shown
    assert chr(code) not in visible(text)


@pytest.mark.parametrize(
    "text", ["甲 乙\u3000丙\u00a0丁", "𠀀\U00031350龙", "e\u0301 葛\U000e0100", "⟨U+202E⟩"]
)
def test_what_can_be_seen_stays_as_it_is(text: str) -> None:
    assert plain.line(text) == text


def test_a_filer_that_turns_directions_is_shown_by_its_code_and_kept_as_filed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    turned = "民政局\u202e\u3164xslx.evil"
    tiny = Tiny(tmp_path)
    tiny.staff_everywhere({"999001": 28}, filed_by=turned)
    tiny.built()
    opened(tiny, monkeypatch)
    test = visit(county="999001")
    test.button(key="open_filed").click().run()
    assert set(test.dataframe[-1].value["by"]) == {"民政局\u27e8U+202E\u27e9\u27e8U+3164\u27e9xslx.evil"}
    assert [text for _, text in texts(test) if "\u202e" in text or "\u3164" in text] == []
    # Data is data: what is asked for, and the files made of it, have it as filed.
    assert turned in set(tiny.sql("select filed_by from marts.observations")["filed_by"])


@given(some.text(alphabet="ab甲 :/\\*_[](){}<>#$~|!`.@-=+1&w", max_size=40))
def test_markdown_keeps_every_letter(text: str) -> None:
    told = plain.markdown(text).replace(plain.BREAK, "")
    assert re.sub(r"\\([\\`*_{}\[\]<>#$~|!&^+=.)-])", r"\1", told) == plain.line(text)


@pytest.mark.parametrize(
    "text",
    ["5 个县中 2 个达标：最终 2 至 4 个", "2 of 5 counties meet it, so 2 to 4 in the end", "18.76", "09:12"],
)
def test_what_is_no_markup_stays_letter_by_letter(text: str) -> None:
    assert plain.markdown(text) == text


def test_only_the_frames_helper_escapes_for_pages() -> None:
    others = [
        str(path.relative_to(PROJECT))
        for path in (PROJECT / "ui").rglob("*.py")
        if path.name != "plain.py"
        and re.search(r"^(import html|from html import)", path.read_text(encoding="utf-8"), re.M)
    ]
    assert others == []


def test_no_text_reaches_markdown_without_the_helper() -> None:
    wrong = [one for path in sorted((PROJECT / "ui").rglob("*.py")) for one in unguarded(path)]
    assert wrong == []


def test_the_rule_sees_a_text_that_was_forgotten(tmp_path: Path) -> None:
    path = tmp_path / "page.py"
    path.write_text(
        "def draw(page, row):\n"
        "    name = page.speech.pick(row, 'area_name')\n"
        "    st.title(name)\n"
        "    st.metric(page.speech('tile.gap'), 1, help=page.speech('tile.help', name=name))\n"
        "    st.caption(plain.markdown(name))\n"
        "    st.markdown('x', unsafe_allow_html=True)\n",
        encoding="utf-8",
    )
    assert len(unguarded(path)) == 3


def unguarded(path: Path) -> list[str]:
    """Calls of a page that hand Streamlit a text to read as Markdown which nobody has made plain."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = []
    for function in [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]:
        made: dict[str, list[ast.expr]] = {}
        for node in ast.walk(function):
            if isinstance(node, ast.Assign):
                for target in node.targets:
                    made.setdefault(ast.unparse(target), []).append(node.value)
        for call in ast.walk(function):
            if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
                continue
            if ast.unparse(call.func.value) not in ("st", "bar") or call.func.attr not in SINKS:
                continue
            read = [*call.args[: FIRST.get(call.func.attr, 1)]]
            read += [one.value for one in call.keywords if one.arg in READ]
            if call.func.attr in WITH_OPTIONS:
                read += [one.value for one in call.keywords if one.arg == "format_func"]
            bad = [one for one in read if not _is_plain(one, made)]
            bad += [one.value for one in call.keywords if one.arg == "unsafe_allow_html"]
            found += [f"{path.name}:{call.lineno}: {ast.unparse(one)}" for one in bad]
    return found


def _is_plain(text: ast.expr, made: dict[str, list[ast.expr]]) -> bool:
    """Whether an expression is ours or was made plain: constants, our words with figures only, the helper's results."""
    if isinstance(text, ast.Constant):
        return True
    if isinstance(text, ast.Lambda):
        return _is_plain(text.body, made)
    if isinstance(text, ast.IfExp):
        return _is_plain(text.body, made) and _is_plain(text.orelse, made)
    if isinstance(text, ast.BoolOp):
        return all(_is_plain(one, made) for one in text.values)
    if isinstance(text, ast.JoinedStr):
        return all(_is_plain(one, made) for one in text.values)
    if isinstance(text, ast.FormattedValue):
        return _is_plain(text.value, made)
    if isinstance(text, ast.Name):
        return text.id.isupper() or (text.id in made and all(_is_plain(one, made) for one in made[text.id]))
    if isinstance(text, ast.Subscript):
        held = made.get(ast.unparse(text.value), [])
        return ast.unparse(text.value).isupper() or (
            bool(held) and all(_is_plain(v, made) for d in held if isinstance(d, ast.Dict) for v in d.values)
        )
    if isinstance(text, ast.Call):
        called = ast.unparse(text.func)
        if called.startswith("plain."):
            return True
        if re.fullmatch(r"(page\.)?speech(\.plural)?", called):
            return all(_is_plain(one.value, made) for one in text.keywords)
        return called.startswith("numbers.") and called not in (
            "numbers.with_unit",
            "numbers.attach",
            "numbers.counted",
        )
    return False
