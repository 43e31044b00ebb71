"""A bulletin: every figure in it is a question's answer, what is not known is said, and both its files say the same."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
from dataclasses import replace
from decimal import Decimal
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from hypothesis import given
from hypothesis import strategies as st

from files import picture
from files.bulletin import about, blocks, figures, markdown, sheet, tables, word
from files.bulletin.content import Content, Issue, gather
from files.bulletin.document import Document
from files.bulletin.figures import Figure, Ledger, Marked, close, runs
from files.bulletin.subject import Subject
from programme.packs.checks import faults_of
from programme.packs.pack import read_pack
from tests.test_command_line import run, run_apart
from tests.test_pages import filed_in
from tests.tiny import PERIOD, WORKERS, Tiny
from warehouse.readers import Reader
from words import numbers, speak
from words.problems import QuestionError

LANGUAGES = ("zh", "en")


@pytest.fixture(scope="module")
def filed(tmp_path_factory: pytest.TempPathFactory) -> Tiny:
    """The tiny home with returns, built once for the module."""
    return filed_in(tmp_path_factory.mktemp("bulletin"))


def bulletin(tiny: Tiny, language: str = "zh", period: dt.date = PERIOD, indicator: str = WORKERS) -> Content:
    return made(tiny.reader, language, period, indicator)


@cache
def made(reader: Reader, language: str, period: dt.date, indicator: str) -> Content:
    return gather(reader, language, indicator, period)


def said(content: Content) -> str:
    return "\n".join(block.text for block in content.blocks if isinstance(block, blocks.Paragraph))


def runs_of(content: Content) -> list[figures.Run]:
    """All pieces of a bulletin, of its tables as well."""
    return [run for block in content.blocks for run in blocks.runs_of(block)]


@cache
def asked(reader: Reader, question: str, parameters: str) -> list[dict[str, Any]]:
    return reader.rows(question, **json.loads(parameters))


def answered(tiny: Tiny, figure: Figure, language: str) -> str:
    """What the question says now, written here and not there."""
    rows = asked(tiny.reader, figure.source.question, json.dumps(figure.source.parameters))
    found = [row for row in rows if all(row[k] == value for k, value in figure.source.where.items())]
    if figure.source.column == "*":
        text = str(len(found))
    elif figure.form.kind == "names":
        return numbers_joined([row[figure.source.column] for row in found], language)
    else:
        (row,) = found
        text = in_words(row[figure.source.column], figure, language)
    return text if language == "en" else text.replace(",", "")


def numbers_joined(names: list[str], language: str) -> str:
    return speak(language)("list.item").join(names)


def in_words(value: Any, figure: Figure, language: str) -> str:
    if value is None:
        return "—"
    kind, decimals = figure.form.kind, figure.form.decimals
    if kind == "year_end":
        return f"{value.year}年末" if language == "zh" else f"end {value.year}"
    if kind == "count":
        return f"{value:,}"
    exact = Decimal(value)
    if kind == "ratio":  # cut, never rounded again
        assert exact == exact.quantize(Decimal(1).scaleb(-decimals)), "the warehouse rounds, and nobody else"
        return f"{exact:,.{decimals}f}"
    sign = "" if kind == "size" or exact == 0 else "+" if exact > 0 else "−"
    return f"{sign}{abs(exact):,.{decimals}f}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_figure_is_the_answer_to_its_question_and_stands_in_the_text(
    filed: Tiny, language: str
) -> None:
    content = bulletin(filed, language)
    assert len(content.figures) > 30
    for figure in content.figures.values():
        assert figure.text == answered(filed, figure, language), figure.id
        assert Figure.of(figure.as_dict()) == figure
    standing = {run.figure: run.text for run in runs_of(content) if run.figure}
    assert standing == {one.id: one.text for one in content.figures.values()}


def test_a_figure_of_every_text_is_marked(filed: Tiny) -> None:
    """No number stands in the sentences of the overview without its question, but for days, the target and per cents of rules."""
    for language in LANGUAGES:
        content = bulletin(filed, language)
        at = [one.text for one in content.blocks if isinstance(one, blocks.Heading)]
        overview = list(content.blocks)[2 : 2 + 3]
        assert at
        for paragraph in overview:
            assert isinstance(paragraph, blocks.Paragraph)
            loose = "".join(run.text for run in paragraph.runs if not run.figure)
            loose = re.sub(r"5%|five|10,000", "", loose)
            assert re.findall(r"\d+", loose) == [], paragraph.text


def test_the_headline_has_its_bounds_and_the_undecided_are_named(filed: Tiny) -> None:
    text = said(bulletin(filed))
    (row,) = filed.reader.rows("compliance_headline", indicator=WORKERS, period=PERIOD, areas=["990000"])
    assert f"{row['met']}个达标，{row['not_met']}个未达标，{row['unknown']}个待核" in text
    assert f"最终达标{row['met_at_least']}个至{row['met_at_most']}个" in text
    assert row["unknown"] == 2
    assert "未报的1个：丁卯县。" in text or re.search(r"未报的1个：\w+。", text)
    assert re.search(r"未报齐的1个：\w+。", text)


def test_what_is_not_known_is_a_dash_and_what_is_none_a_zero(filed: Tiny) -> None:
    content = bulletin(filed)
    cities = next(one for one in content.blocks if isinstance(one, blocks.Table))
    rows = filed.reader.rows("city_compliance", indicator=WORKERS, period=PERIOD, area="990000")
    for cells, row in zip(cities.rows, rows, strict=True):
        shown = ["".join(run.text for run in cell) for cell in cells]
        assert shown[0] == row["area_name_zh"]
        expected = numbers.ratio(row["value_shown"], 2)
        assert shown[2].lstrip("▼") == expected
        assert shown[2].startswith("▼") == (row["verdict"] == "not_met")
        assert shown[4] == str(row["counties_met"])
    assert any("".join(run.text for run in cells[2]) == "—" for cells in cities.rows)


def test_every_indicator_and_period_gives_a_bulletin(filed: Tiny) -> None:
    reader = filed.reader
    for row in reader.rows("indicator_catalogue"):
        code = row["indicator_code"]
        listed = [one["period"] for one in reader.rows("periods", indicator=code)]
        for period in {listed[0], listed[-1]} if code == WORKERS else listed[:1]:
            content = bulletin(filed, "en", period, code)
            (headline,) = reader.rows("compliance_headline", indicator=code, period=period, areas=["990000"])
            below = [one for one in content.blocks if isinstance(one, blocks.Heading)]
            assert len(below) == (4 if headline["has_target"] else 3)
            assert "None" not in said(content)
            assert figures.START not in said(content)


def test_a_target_that_was_none_then_judges_nobody(filed: Tiny) -> None:
    text = said(bulletin(filed, period=dt.date(2021, 3, 31)))
    assert "没有适用的目标" in text
    assert "达标，" not in text


def test_an_indicator_that_there_is_not_is_refused_by_name(filed: Tiny) -> None:
    with pytest.raises(QuestionError, match="nobody"):
        bulletin(filed, indicator="nobody")


def test_an_english_text_counts_the_open_among_the_counties_and_says_the_unit_once(filed: Tiny) -> None:
    content = bulletin(filed, "en")
    text = said(content)
    (row,) = filed.reader.rows("compliance_headline", indicator=WORKERS, period=PERIOD, areas=["990000"])
    assert f"Of {row['counties_judged']} counties in " in text
    assert "counties judged" not in text.split("judged now and")[0]
    name = content.indicator["indicator_name_en"]
    subject = Subject(Ledger(filed.reader, speak("en")), content.indicator, PERIOD, content.snapshot)
    assert " per 10,000 " in f" {name} "
    assert about._with_unit(subject, "14.18") == "14.18"
    without = replace(subject, indicator={**content.indicator, "indicator_name_en": "Density"})
    assert about._with_unit(without, "14.18") == "14.18 per 10,000"
    assert "per 10,000 (" not in text


def test_one_figure_at_both_dates_is_not_told_as_unchanged(filed: Tiny) -> None:
    for language, told, other in (
        ("zh", "个县（市、区）用的是同一批数，", "与上年同期持平"),
        ("en", "with the same figure on both. Whether", "same as a year earlier"),
    ):
        text = said(bulletin(filed, language, indicator="communities_per_10k_urban"))
        assert told in text
        assert other not in text
        assert "0.00" not in text


def test_the_shortfall_is_told_as_known_and_as_what_it_may_be(filed: Tiny) -> None:
    (row,) = filed.reader.rows("compliance_headline", indicator=WORKERS, period=PERIOD, areas=["990000"])
    assert row["gap"] not in (None, row["gap_at_most"])
    known, most, open_ones = row["gap"], row["gap_at_most"], row["unknown"]
    assert f"已知缺口{known}人；加上待核的{open_ones}个县（市、区），最多可能达到{most}人。" in said(
        bulletin(filed)
    )
    english = said(bulletin(filed, "en"))
    assert f"The known shortfall is {known:,} " in english
    assert (
        f"with the {open_ones} counties that cannot be judged yet it may be up to {most:,} people" in english
    )


def test_the_note_says_why_a_city_has_no_ratio_and_why_one_has_no_mark(filed: Tiny) -> None:
    subject = Subject(
        Ledger(filed.reader, speak("zh")),
        bulletin(filed).indicator,
        PERIOD,
        filed.reader.rows("snapshot_facts")[0],
    )

    def note(**changed: object) -> str:
        parts = [{**row, "verdict": "met", "value_shown": Decimal(9), **changed} for row in subject.parts[:1]]
        made = replace(subject)
        vars(made)["parts"] = parts
        return tables._note(made, judged=True)

    withheld, not_marked = "不列合计比率", "也不标▼"
    assert withheld not in note()
    assert not_marked not in note()
    assert withheld in note(value_shown=None, numerator=5, verdict="unknown")
    assert withheld not in note(value_shown=None, numerator=None, verdict="unknown")
    assert not_marked in note(verdict="unknown")
    for language, words in (("zh", "不列合计比率"), ("en", "too small a part of its denominator is known")):
        table = next(one for one in bulletin(filed, language).blocks if isinstance(one, blocks.Table))
        bare = any(row["value_shown"] is None and row["numerator"] is not None for row in subject.parts)
        assert (words in table.note) == bare


# ---------------------------------------------------------------- the document


def test_words_that_lead_to_a_table_stay_with_it(filed: Tiny) -> None:
    for language in LANGUAGES:
        content = bulletin(filed, language)
        document = opened(word.contents(content))
        by_words = {one.text: one for one in document.paragraphs}
        found = 0
        for block, following in pairwise(content.blocks):
            if isinstance(block, blocks.Paragraph):
                keeps = bool(by_words[block.text].paragraph_format.keep_with_next)
                assert keeps == isinstance(following, blocks.Table), block.text
                found += keeps
            elif isinstance(block, blocks.Heading):
                assert by_words[block.text].paragraph_format.keep_with_next
        assert found == 2


@given(
    st.lists(st.tuples(st.floats(0.5, 2), st.text("0123456789–", max_size=14)), min_size=2, max_size=8),
    st.floats(9, 12),
)
def test_a_pair_of_bounds_has_room_for_one_line(cells: list[tuple[float, str]], size: float) -> None:
    texts = [[text] for _, text in cells]
    widths = sheet.columns(texts, [share for share, _ in cells], size)
    assert sum(widths) == pytest.approx(sheet.BLOCK)
    needed = [sheet._breadth(text, size) + sheet.BESIDE for _, text in cells]
    if sum(needed) <= sheet.BLOCK:
        assert all(width >= least - 0.001 for width, least in zip(widths, needed, strict=True))


def test_bounds_of_five_digits_stand_in_one_line_beside_seven_columns() -> None:
    texts = [[], ["14383"], ["▼13.44"], ["+0.42"], ["12"], ["12"], ["3"], ["13168–23772"]]
    for language, size in (("zh", 12.0), ("en", 9.5)):
        widths = sheet.columns(texts, tables.WIDTHS[language], size)
        assert widths[-1] >= sheet._breadth("13168–23772", size) + sheet.BESIDE
        assert min(widths) > 9


def opened(data: bytes) -> Any:
    return docx.Document(io.BytesIO(data))


def bookmarked(document: Any) -> list[tuple[str, str]]:
    """Name and words of every bookmark."""
    found = []
    for start in document.element.body.iter(qn("w:bookmarkStart")):
        words, one = "", start.getnext()
        while one.tag != qn("w:bookmarkEnd"):
            words += "".join(text.text or "" for text in one.iter(qn("w:t")))
            one = one.getnext()
        found.append((start.get(qn("w:name")), words))
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_document_read_back_has_every_figure_and_the_markdown_the_same_words(
    filed: Tiny,
    language: str,
) -> None:
    content = bulletin(filed, language)
    document = opened(word.contents(content))
    marks = bookmarked(document)
    assert len({name for name, _ in marks}) == len(marks)
    assert [words for _, words in marks] == [run.text for run in runs_of(content) if run.figure]
    text = markdown.contents(content)
    plain = text.replace("\\", "").replace("**", "")
    for block in content.blocks:
        if isinstance(block, blocks.Paragraph):
            assert block.text in plain
    for block in content.blocks:
        if isinstance(block, blocks.Table):
            for row in block.rows:
                cells = ["".join(run.text for run in cell) for cell in row]
                assert f"| {' | '.join(cells)} |" in plain


def test_a_chinese_document_is_set_as_the_standard_asks(filed: Tiny) -> None:
    document = opened(word.contents(bulletin(filed)))
    section = document.sections[0]
    millimetres = {
        name: round(getattr(section, name).mm, 1)
        for name in (
            "page_width",
            "page_height",
            "top_margin",
            "left_margin",
            "right_margin",
            "bottom_margin",
        )
    }
    assert millimetres == {
        "page_width": 210, "page_height": 297, "top_margin": 37, "left_margin": 28, "right_margin": 26, "bottom_margin": 35,
    }  # fmt: skip
    grid = section._sectPr.find(qn("w:docGrid"))
    assert (grid.get(qn("w:type")), grid.get(qn("w:linePitch"))) == ("lines", "579")  # 225 mm by 22 lines
    heading = next(one for one in document.paragraphs if one.text.startswith("一、"))
    body = next(one for one in document.paragraphs if one.text.startswith("（一）"))
    title = next(one for one in document.paragraphs if "通报" in one.text)
    fonts = [one.runs[0]._element.rPr.rFonts.get(qn("w:eastAsia")) for one in (title, heading, body)]
    assert fonts == ["方正小标宋简体", "黑体", "楷体_GB2312"]
    assert body.runs[1]._element.rPr.rFonts.get(qn("w:eastAsia")) == "仿宋_GB2312"
    assert [one.runs[0].font.size.pt for one in (title, heading, body)] == [22, 16, 16]
    assert document.settings.odd_and_even_pages_header_footer
    for footer in (section.footer, section.even_page_footer):
        assert footer.paragraphs[0].text.replace("PAGE", "1").startswith("— ")
    assert "," not in "".join(one.text for one in document.tables[0]._cells)  # no mark between thousands
    fonts_part = next(
        p for p in document.part.package.iter_parts() if p.partname.endswith("fontTable.xml")
    ).blob.decode()
    assert '<w:font w:name="仿宋_GB2312"><w:altName w:val="仿宋"/>' in fonts_part


def test_while_figures_are_simulated_a_sample_has_no_letterhead_and_a_mark_on_every_page(filed: Tiny) -> None:
    content = bulletin(filed)
    assert content.is_simulated
    document = opened(word.contents(content))
    text = "\n".join(one.text for one in document.paragraphs)
    assert text.startswith("样例")
    assert "试验省民政厅" not in text.replace(content.title, "")
    assert content.title.startswith("关于")
    for header in (document.sections[0].header, document.sections[0].even_page_header):
        assert "样例" in header.paragraphs[0].text
    assert "样例" in document.core_properties.comments
    assert "样例" in markdown.contents(content)


def test_real_figures_have_the_letterhead_of_the_pack_and_what_it_lacks_is_left_out(tiny: Tiny) -> None:
    tiny.staff_everywhere({"990101": 40, "990102": 50}, simulated=False)
    tiny.built()
    content = gather(tiny.reader, "zh", WORKERS, PERIOD, Issue("3", dt.date(2026, 2, 20)))
    assert not content.is_simulated
    document = opened(word.contents(content))
    text = "\n".join(one.text for one in document.paragraphs)
    for words in (
        "试验省民政厅文件",
        "试民通〔2026〕3号",
        "试验省民政厅关于",
        "各市、县（市、区）民政局：",
        "2026年2月20日",
    ):
        assert words in text, words
    (box,) = document.element.iter(qn("w:txbxContent"))
    imprint = [Paragraph(one, document).text for one in box]
    assert imprint == ["　抄送：省委社会工作部。", "　试验省民政厅办公室\t2026年2月20日印发"]
    (place,) = (one for one in document.element.iter() if one.tag.endswith("}positionV"))
    assert (place.get("relativeFrom"), place[0].text) == ("margin", "bottom")
    assert "样例" not in text + "".join(one.text for one in document.sections[0].header.paragraphs)
    assert document.core_properties.author == "试验省民政厅"
    # A draft has neither number nor day.
    draft = opened(word.contents(gather(tiny.reader, "zh", WORKERS, PERIOD)))
    assert "试民通〔　　〕　　号" in "\n".join(one.text for one in draft.paragraphs)
    settings = tiny.pack_folder / "pack.toml"
    bare = re.sub(r"\[letterhead\].*?\n\n", "", settings.read_text(encoding="utf-8"), flags=re.DOTALL)
    settings.write_text(bare, encoding="utf-8")
    tiny.build()
    without = gather(tiny.reader, "zh", WORKERS, PERIOD)
    assert without.head == {}
    text = "\n".join(one.text for one in opened(word.contents(without)).paragraphs)
    assert text.startswith("关于")
    assert "文件" not in text


def test_a_letterhead_with_a_key_that_is_none_is_a_fault_of_the_pack(tiny: Tiny) -> None:
    settings = tiny.pack_folder / "pack.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("organ_zh =", "organs_zh ="), encoding="utf-8")
    (fault,) = faults_of(read_pack(tiny.pack_folder))
    assert "letterhead.organs_zh" in str(fault)
    assert "organ_zh" in str(fault)


def test_the_same_bulletin_is_the_same_file(filed: Tiny) -> None:
    document = Document(filed.reader, bulletin(filed))
    once = document.word()
    assert document.word() == once
    assert len(opened(once).inline_shapes) == 1


def test_where_no_font_has_chinese_characters_the_map_is_left_out(
    filed: Tiny,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(picture, "writes_chinese", lambda: False)
    document = Document(filed.reader, bulletin(filed))
    assert document.why_no_map == "no_font"
    made = opened(document.word())
    assert len(made.inline_shapes) == 0
    assert "图1" not in "\n".join(one.text for one in made.paragraphs)


# ---------------------------------------------------------------- texts and figures


def test_a_text_is_taken_apart_into_words_and_figures() -> None:
    text = f"共{figures.START}a{figures.MIDDLE}12{figures.END}个。"
    assert runs(text) == [figures.Run("共"), figures.Run("12", "a"), figures.Run("个。")]
    assert runs("") == []


def test_a_marked_number_counts_and_is_written_as_it_is_marked() -> None:
    number = Marked(1, "«1»")
    assert number == 1
    assert f"{number:,}" == "«1»"
    assert speak("en").plural("crossed.up", number).startswith("«1»") or "1" in speak("en").plural(
        "crossed.up", number
    )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("审图号 ____（甲）", "审图号____（甲）"),
        ("共 12 个县", "共12个县"),
        ("MIT 许可", "MIT许可"),
        ("a b", "a b"),
    ],
)
def test_no_blank_stands_between_characters_and_figures(text: str, told: str) -> None:
    assert close(text) == told


def test_the_command_writes_a_document_and_a_text_with_its_map(filed: Tiny, tmp_path: Path) -> None:
    done = run_apart(
        filed, "bulletin", "--lang", "zh", "--period", PERIOD.isoformat(), "-o", f"{tmp_path}/new/"
    )
    assert done.returncode == 0, done.stderr
    (made,) = (tmp_path / "new").glob("*.docx")
    assert "2025年第4季度" in made.name
    docx.Document(str(made))
    folder = tmp_path / "another"
    done = run(filed, "bulletin", "--lang", "en", "-o", str(folder / "told.md"))
    # Every file is told, and the folder that was made for them.
    assert all(str(folder / name) in done.stdout for name in ("told.md", "told.svg"))
    assert f"The folder {folder} was not there; it was made." in done.stdout
    assert "folder" not in run(filed, "bulletin", "--lang", "en", "-o", str(folder / "told.md")).stdout
    assert done.returncode == 0, done.stderr
    text = (folder / "told.md").read_text(encoding="utf-8")
    assert "](<told.svg>)" in text
    assert (folder / "told.svg").read_text(encoding="utf-8").startswith("<svg")


def test_the_command_refuses_by_name_what_it_cannot_write(filed: Tiny, tmp_path: Path) -> None:
    done = run(filed, "bulletin", "--lang", "en", "-o", str(tmp_path / "a.pdf"))
    assert (done.returncode, "a.pdf" in done.stderr, ".docx" in done.stderr) == (2, True, True)
    done = run(filed, "bulletin", "--lang", "en")
    assert (done.returncode, "-o FILE.docx" in done.stderr) == (2, True)
    assert list(tmp_path.iterdir()) == []
