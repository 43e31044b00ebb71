"""The page of bulletins: each figure has its way and its question, it issues only when asked twice, and tells what moved since."""

from __future__ import annotations

import datetime as dt
import html
import os
import re
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from files import picture
from files.bulletin.content import gather
from files.bulletin.document import Document
from pipelines.filing import bulletins
from pipelines.filing.bulletins import Request
from tests.test_issued import partly
from tests.test_pages import filed_in, nothing_kept, opened, text_of, title, visit
from tests.tiny import BINGYIN, PERIOD, WORKERS, Tiny
from ui.bulletin import frozen, issuing
from warehouse import issued

__all__ = ["nothing_kept"]


@pytest.fixture(scope="module")
def filed(tmp_path_factory: pytest.TempPathFactory) -> Tiny:
    """The tiny home with returns, read by all and changed by none."""
    return filed_in(tmp_path_factory.mktemp("bulletin_page"))


@pytest.fixture(autouse=True)
def no_map(monkeypatch: pytest.MonkeyPatch) -> None:
    """Documents without their map: drawing that takes most of a second."""
    monkeypatch.setattr(picture, "writes_chinese", lambda: False)


def sheet(page: AppTest) -> str:
    return next(one.value for one in page.html if 'class="sheet"' in one.value)


def links(page: AppTest) -> list[tuple[str, str, str]]:
    """Address, hint and words of every figure of the text."""
    found = re.findall(r'<a class="figure-of" href="([^"]*)"[^>]*title="([^"]*)">([^<]*)</a>', sheet(page))
    return [tuple(map(html.unescape, one)) for one in found]  # type: ignore[misc]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_figure_leads_to_a_page_and_says_which_question_is_behind_it(
    filed: Tiny, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(filed, monkeypatch)
    page = visit("bulletin", language)
    content = gather(filed.reader, language, WORKERS, PERIOD)
    shown = links(page)
    assert {words for _, _, words in shown} == {figure.text for figure in content.figures.values()}
    assert str(len(content.figures)) in title(page)
    assert filed.reader.snapshot.id in title(page)
    for address, hint, _ in shown:
        assert re.match(r"\./(why|catalogue)?\?", address), address
        assert "indicator=" in address
        assert re.search(r"compliance_headline|county_compliance|verdict_changes", hint), hint
    county = [one for one in shown if "county_compliance" in one[1] and "area_code" in one[1]]
    assert county
    assert all("county=" in address for address, _, _ in county)
    text = text_of(page)
    assert content.title in html.unescape(re.sub(r"<[^>]+>", "", sheet(page)))
    assert ("审图号" if language == "zh" else "Map approval number") in text
    assert ("还没有签发过通报" if language == "zh" else "No bulletin has been issued") in text


def test_the_document_may_be_in_the_other_language(filed: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    opened(filed, monkeypatch)
    page = visit("bulletin", "zh", written="en")
    assert "Overview" in sheet(page)
    assert 'lang="en"' in sheet(page)
    assert page.query_params["written"] == ["en"] or page.query_params["written"] == "en"
    assert "签发前检查" in text_of(page)


def test_files_are_made_when_their_button_is_pressed_and_not_before(
    filed: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(filed, monkeypatch)

    def made(*_: object) -> bytes:
        raise AssertionError("a file was made")

    monkeypatch.setattr(Document, "word", made)
    monkeypatch.setattr(Document, "markdown", made)
    page = visit("bulletin")
    assert len(page.get("download_button")) == 2
    assert "fonts-noto-cjk" in text_of(page)  # this machine is said to have no font


def test_what_an_address_says_wrongly_is_passed_over_and_told(
    filed: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(filed, monkeypatch)
    page = visit("bulletin", "zh", written="xx", issued="99", period="2025-12-30", indicator="nobody")
    assert "2025年第4季度" in title(page)
    assert page.query_params.get("written") is None
    assert "通报的语言" in " ".join(one.value for one in page.caption)


def test_a_period_without_a_target_and_a_home_without_returns_have_a_bulletin_of_what_there_is(
    filed: Tiny, tiny: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(filed, monkeypatch)
    page = visit("bulletin", period="2021-03-31")
    assert "没有适用的目标" in sheet(page)
    tiny.built()
    opened(tiny, monkeypatch)
    page = visit("bulletin", "en")
    assert "unreported" in sheet(page)
    assert "None" not in sheet(page)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_counties_that_are_not_complete_are_told_without_a_target_as_well(
    filed: Tiny, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(filed, monkeypatch)
    told = {
        "zh": ("{n} 个，文中写明上下限", "{n} 个，没有计入合计"),
        "en": ("{n}: the text gives bounds", "{n}: not in the totals"),
    }[language]
    for period, words in zip((PERIOD, dt.date(2021, 3, 31)), told, strict=True):
        (row,) = filed.reader.rows("compliance_headline", indicator=WORKERS, period=period, areas=["990000"])
        counties = filed.reader.rows("county_compliance", indicator=WORKERS, period=period, area="990000")
        without = [
            one for one in counties if one["value"] is None and one["value_status"] != "not_applicable"
        ]
        assert row["counties_open"] == len(without) > 0
        assert row["has_target"] == (period == PERIOD)
        assert words.format(n=len(without)) in text_of(visit("bulletin", language, period=period.isoformat()))


def fill(page: AppTest, number: str, name: str) -> AppTest:
    page.text_input(key=issuing.NUMBER).set_value(number)
    page.text_input(key=issuing.NAME).set_value(name)
    return page.button(key="bulletin_press").click().run()


def test_it_issues_only_when_asked_twice_and_tells_what_moved_since(
    tiny: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    partly(tiny)
    opened(tiny, monkeypatch)
    page = visit("bulletin")
    page = page.button(key="bulletin_press").click().run()
    assert "请先填编号和签发人" in text_of(page)
    page = fill(page, "8", "张三")
    assert "登记只增不改" in text_of(page)
    assert issued.rows(tiny.home) == []
    page = page.button(key="bulletin_no").click().run()
    assert issued.rows(tiny.home) == []
    page = fill(page, "8", "张三").button(key="bulletin_yes").click().run()
    assert not page.exception
    (row,) = issued.rows(tiny.home)
    assert (row["number"], row["by"], row["language"]) == ("8", "张三", "zh")
    assert "已签发：编号 8，第 1 稿" in text_of(page)
    assert "已签发（编号 8，第 1 稿），此后数没有变动" in title(page)
    # Pressed again nothing is written.
    page = fill(page, "8", "张三").button(key="bulletin_yes").click().run()
    assert len(issued.rows(tiny.home)) == 1
    batch = tiny.staff({BINGYIN[2]: 10})
    tiny.built()
    page = visit("bulletin", "en")
    assert re.search(r"\d+ figures have moved since", title(page))
    assert f"filed late ({batch})" in text_of(page)
    # The one that lies open has its files as they were issued.
    page = visit("bulletin", "en", issued="1")
    assert "the document begins" in text_of(page)
    assert len(page.get("download_button")) == 3
    (tiny.home.issued / "files" / row["files"]["md"]["sha256"]).write_bytes(b"")
    page = visit("bulletin", "en", issued="1")
    assert "not what was issued" in text_of(page)
    bulletins.withdraw(tiny.home, "8", "李四", dt.date(2026, 3, 1))
    page = visit("bulletin", "en")
    assert "withdrawn" in text_of(page)
    assert "draft" in title(page)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_issued_one_that_lies_open_says_which_it_is_and_shows_its_own_text(
    tiny: Tiny, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    partly(tiny)
    opened(tiny, monkeypatch)
    row = bulletins.issue(tiny.home, tiny.reader, Request("8", "a", "zh", WORKERS, PERIOD)).row
    first = re.sub(r"\\(.)", r"\1", bulletins.document(tiny.home, row, "md").decode())
    draft = visit("bulletin", language)
    told = {
        "zh": ("草稿", "有效", "已有第 2 稿", "已撤回"),
        "en": ("Draft", "it stands", "by edition 2", "withdrawn"),
    }
    word, stands, replaced, withdrawn = told[language]
    assert all(word in one.proto.label for one in draft.get("download_button"))
    page = visit("bulletin", language, issued="1")
    assert stands in title(page)
    for one in page.get("download_button"):
        assert "8" in one.proto.label
        assert word not in one.proto.label
    assert [one.key for one in page.button if one.key == "bulletin_press"] == []
    tiny.staff({BINGYIN[2]: 10})
    tiny.built()
    bulletins.issue(tiny.home, tiny.reader, Request("8", "a", "zh", WORKERS, PERIOD), new_edition=True)
    page = visit("bulletin", language, issued="1")
    assert replaced in title(page)
    shown = html.unescape(re.sub(r"<[^>]+>", "", sheet(page).replace("<br>", "  \n")))
    paragraphs = [part for part in first.strip().split("\n\n") if not part.startswith(("|", ">", "#"))]
    assert len(paragraphs) > 5
    assert [part for part in paragraphs if part.replace("**", "") not in shown] == []
    assert "a class=" not in sheet(page)
    bulletins.withdraw(tiny.home, "8", "b", dt.date(2026, 3, 1))
    assert withdrawn in title(visit("bulletin", language, issued="2"))


def test_markdown_is_set_as_it_was_written_and_nothing_in_it_is_markup() -> None:
    text = "# a\\<b\\>\n\n**x.** y\n\n**t**\n\n| a | b |\n| :--- | ---: |\n| c\\|d | 1–2 |\n"
    assert frozen.as_html(text) == (
        '<h2>a&lt;b&gt;</h2><p class="body"><b>x.</b> y</p><p class="caption">t</p>'
        '<div class="facts stacks"><table><thead><tr><th class="">a</th><th class="figure">b</th></tr></thead>'
        '<tbody><tr><td class="" data-head="a">c|d</td><td class="figure" data-head="b">1–2</td></tr></tbody></table></div>'
    )


def test_a_second_number_for_the_same_is_told_before_it_is_issued(
    tiny: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    partly(tiny)
    opened(tiny, monkeypatch)
    bulletins.issue(tiny.home, tiny.reader, Request("8", "a", "zh", WORKERS, PERIOD))
    page = fill(visit("bulletin"), "9", "张三")
    assert "编号 8（第 1 稿）已是同一指标、同一期、同一语言的通报" in text_of(page)
    assert len(issued.rows(tiny.home)) == 1
    page = page.button(key="bulletin_yes").click().run()
    assert [row["number"] for row in issued.rows(tiny.home)] == ["8", "9"]
    # In the other language it is another bulletin; a number that was withdrawn says so.
    page = fill(visit("bulletin", "en"), "10", "Li")
    assert "stands for the same indicator" not in text_of(page)
    bulletins.withdraw(tiny.home, "9", "b", dt.date(2026, 3, 1))
    assert "编号 9（第 1 稿）已经撤回" in text_of(fill(visit("bulletin"), "9", "张三"))


def test_ten_issued_ones_are_in_sight_and_the_older_folded_away(
    tiny: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    partly(tiny)
    opened(tiny, monkeypatch)
    row = bulletins.issue(tiny.home, tiny.reader, Request("1", "a", "zh", WORKERS, PERIOD)).row
    for at in range(2, 14):
        bulletins._append(tiny.home, {**row, "number": str(at)})
    list_of = next(one.value for one in visit("bulletin", "zh").html if 'class="register"' in one.value)
    in_sight, older = list_of.split("<details>")
    assert (in_sight.count('class="choose"'), older.count('class="choose"')) == (10, 3)
    assert "更早的 3 份" in older


def test_a_number_of_another_bulletin_is_told_and_nothing_is_written(
    tiny: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    partly(tiny)
    opened(tiny, monkeypatch)
    bulletins.issue(tiny.home, tiny.reader, Request("8", "a", "en", WORKERS, PERIOD))
    page = fill(visit("bulletin"), "8", "张三").button(key="bulletin_yes").click().run()
    assert "请另用一个编号" in text_of(page)
    assert len(issued.rows(tiny.home)) == 1


def test_where_nothing_can_be_written_it_says_so_in_a_sentence(
    filed: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(filed, monkeypatch)
    access: Any = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: mode != os.W_OK and access(path, mode))
    page = visit("bulletin", "en")
    assert "Nothing can be issued here" in text_of(page)
    assert [one.key for one in page.button if one.key == "bulletin_press"] == []


def test_names_of_a_pack_and_of_people_are_no_markup(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    partly(tiny)
    opened(tiny, monkeypatch)
    bulletins.issue(tiny.home, tiny.reader, Request("<b>1</b>", "<i>x</i>", "zh", WORKERS, PERIOD))
    page = visit("bulletin", issued="1")
    told = "".join(one.value for one in page.html)
    assert "<b>1</b>" not in told
    assert "<i>x</i>" not in told
    assert "&lt;i&gt;x&lt;/i&gt;" in told
