"""Statements typed with a Chinese keyboard, and words of SQL written nearly right: what is offered runs, and touches no literal."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as some

from tests.test_refusal import TABLES, of
from warehouse import keywords
from warehouse.refusal import refusal
from warehouse.signs import is_foreign, narrowed
from words.problems import QuestionError

NAMES = {"areas", "area_code", "area_level", "gap", "marts"}
VALUES = "from marts.indicator_values"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("select area_code from marts．areas", "select area_code from marts.areas"),
        ("select area_code from marts。areas。", "select area_code from marts.areas"),
        ("select area_code from marts.areas；", "select area_code from marts.areas;"),
        ("select area_code，area_level from marts.areas", "select area_code,area_level from marts.areas"),
        ("select area_code、area_level from marts.areas", "select area_code,area_level from marts.areas"),
        ("select count（*）from marts.areas", "select count(*)from marts.areas"),
        ("from marts.areas where area_level ＝ ‘county’", "from marts.areas where area_level = 'county'"),
        ("from marts.areas where area_level = “county”", "from marts.areas where area_level = 'county'"),
        ("from marts.areas where area_level = ’county’", "from marts.areas where area_level = 'county'"),
        ("from marts.areas where area_level = ‘county'", "from marts.areas where area_level = 'county'"),
        ("from marts.areas where area_level = 'county’", "from marts.areas where area_level = 'county'"),
        ("from marts.areas where area_level = 「county」", "from marts.areas where area_level = 'county'"),
        ("from marts.areas where area_level = ＇county＇", "from marts.areas where area_level = 'county'"),
        ("from marts.areas where area_level in （‘a'，‘b’）", "from marts.areas where area_level in ('a','b')"),
        ("from marts.areas where area_code = ‘it's’", "from marts.areas where area_code = 'it''s'"),
        ("from marts.areas where area_code = ‘甲，乙（丙）。’", "from marts.areas where area_code = '甲，乙（丙）。'"),
        ("select “area_code” from marts.areas", 'select "area_code" from marts.areas'),
        ("select “marts”．‘areas’．area_code from marts.areas", 'select "marts"."areas".area_code from marts.areas'),
        ("select area_code as “编，码” ，1 from marts.areas limit １０", 'select area_code as "编，码" ,1 from marts.areas limit 10'),
        ("ｓｅｌｅｃｔ　ａｒｅａ＿ｃｏｄｅ　ｆｒｏｍ　marts.areas", "select area_code from marts.areas"),
        (f"select gap {VALUES} where gap ＞＝ ０ ", f"select gap {VALUES} where gap >= 0 "),
        (f"select gap {VALUES} where gap ≥ 0 or gap ≤ 1 or gap ≠ 2", f"select gap {VALUES} where gap >= 0 or gap <= 1 or gap <> 2"),
        (f"select gap × 2 ÷ 3 {VALUES} where gap 《 3 or gap ！＝ 4", f"select gap * 2 / 3 {VALUES} where gap < 3 or gap != 4"),
        (f"select gap，—— 缺口，人\n1 {VALUES}", f"select gap,-- 缺口，人\n1 {VALUES}"),
        (
            f"select gap as 缺口（人），1 {VALUES} where gap ＝ 1 order by 缺口（人）",
            f"select gap as 缺口（人）,1 {VALUES} where gap = 1 order by 缺口（人）",
        ),
    ],
)  # fmt: skip
def test_what_a_chinese_keyboard_types_is_repaired_to_what_was_meant_and_runs(typed: str, meant: str) -> None:
    told = of(typed)
    assert (told.repairs[0].kind, told.repairs[0].text) == ("narrow", meant)
    with pytest.raises(AssertionError, match="answered"):
        of(meant)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("from marts．areas", "from marts.areas"),
        ("from marts。areas", "from marts.areas"),
        ("from marts.areas；", "from marts.areas;"),
    ],
)
def test_a_table_that_is_not_found_for_its_signs_is_found_by_others(typed: str, meant: str) -> None:
    """The look before the database says which table there is not."""
    named = typed.removeprefix("from ")
    told = refusal(typed, QuestionError("readers.no_table", table=named, near=[]), TABLES)
    assert [(one.kind, one.text) for one in told.repairs] == [("narrow", meant)]


def test_signs_that_are_not_at_fault_are_left_and_what_is_wrong_is_repaired() -> None:
    told = of(f"select gapp as 缺口（人）, '，' as 逗号 {VALUES}")
    assert [one.text for one in told.repairs] == [f"select gap as 缺口（人）, '，' as 逗号 {VALUES}"]
    both = of("select area_level，count(*) from marts.areas where true gruop by area_level")
    assert [one.kind for one in both.repairs] == ["narrow", "word"]
    assert of(both.repairs[0].text).repairs[0].text.endswith("group by area_level")


@pytest.mark.parametrize(
    "text",
    [
        "select '，（‘’“”）。；' as x",
        'select 1 as "，（）"',
        "select 1 -- ，‘a’",
        "select /* ，‘a’ */ 1",
        "select $$，‘a’$$, $t$，$$’$t$",
        r"select e'\'，（', 1",
        "select `编，码`, '“', '”', 'it''s，'",
        "select 'never closed，（ ",
        "select 1 as 设区市, 2 as 指标Ａ",
    ],
)
def test_what_stands_in_quotation_marks_and_comments_stays(text: str) -> None:
    assert narrowed(text, NAMES) == text


@given(some.lists(some.text("，（）‘’“”。；＝ab'\"１ 县", max_size=8), max_size=4))
def test_no_literal_is_touched_whatever_stands_in_it_and_around_it(held: list[str]) -> None:
    literals = ["'" + one.replace("'", "''") + "'" for one in held]
    text = "select " + "，".join(["１", *literals]) + " from marts．areas"
    assert narrowed(text, NAMES) == "select " + ",".join(["1", *literals]) + " from marts.areas"


@given(some.text(max_size=60))
def test_whatever_was_written_is_gone_through_and_what_has_no_such_sign_stays(text: str) -> None:
    assert len(narrowed(text, NAMES)) <= 2 * len(text)
    own = text.encode("ascii", "ignore").decode()
    assert narrowed(own, NAMES) == own


def test_a_sign_is_told_from_a_letter() -> None:
    assert all(is_foreign(one) for one in ("marts．areas", "‘a", "１", "a，b", "b”"))
    assert not any(is_foreign(one) for one in ("设区市", "marts.areas", "é", "'a'"))


# ------------------------------------------------------------ words of SQL

TEMPLATES = {
    "select": "{} area_level from marts.areas",
    "from": "select area_level {} marts.areas",
    "where": "select area_level from marts.areas {} area_level = 'city'",
    "group": "select area_level, count(*) from marts.areas {} by area_level",
    "order": "select area_level from marts.areas {} by area_level",
    "having": "select area_level, count(*) from marts.areas group by area_level {} count(*) > 0",
    "limit": "select area_level from marts.areas {} 3",
    "distinct": "select {} area_level from marts.areas",
    "between": "select area_level from marts.areas where area_code {} '0' and '3'",
}


def misspelt(word: str) -> Iterator[str]:
    """A word with two letters the other way round, with one less, and with one twice."""
    for at in range(len(word)):
        yield word[:at] + word[at + 1 :]
        yield word[:at] + word[at] + word[at:]
        yield word[:at] + word[at : at + 2][::-1] + word[at + 2 :]


@pytest.mark.parametrize("word", TEMPLATES)
def test_a_word_of_sql_with_one_slip_is_repaired_to_itself(word: str) -> None:
    with duckdb.connect() as connection:
        connection.execute(
            "create schema marts; create table marts.areas (area_code varchar, area_level varchar)"
        )
        for wrong in sorted(set(misspelt(word)) - {word}):
            text = TEMPLATES[word].format(wrong)
            try:
                connection.execute(text)
            except duckdb.Error as error:
                told = refusal(text, QuestionError("readers.sql_refused", error=str(error)), TABLES)
                offered = [one.text for one in told.repairs]
                assert offered[:1] == [TEMPLATES[word].format(word)], wrong


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("select area_level, count(*) from marts.areas gruop by 1", "select area_level, count(*) from marts.areas group by 1"),
        ("select area_level, count(*) from marts.areas groupby 1", "select area_level, count(*) from marts.areas group by 1"),
        ("select area_level from marts.areas group area_level", "select area_level from marts.areas group by area_level"),
        ("select area_level from marts.areas order yb area_level", "select area_level from marts.areas order by area_level"),
        ("select area_level from marts.areas order by 1 decs", "select area_level from marts.areas order by 1 desc"),
        ("from marts.areas where area_level = 'city' adn true", "from marts.areas where area_level = 'city' and true"),
        ("from marts.areas where area_level lik 'c%'", "from marts.areas where area_level like 'c%'"),
        ("from marts.areas a left jion marts.areas b using (area_code)", "from marts.areas a left join marts.areas b using (area_code)"),
        (f"select case when gap > 0 than 1 end {VALUES}", f"select case when gap > 0 then 1 end {VALUES}"),
        ('from marts.areas where area_level = "city"', "from marts.areas where area_level = 'city'"),
        ("from marts.areas where area_level = city", "from marts.areas where area_level = 'city'"),
        ('from marts.areas where area_level in ("city", "it\'s")', "from marts.areas where area_level in ('city', \"it's\")"),
        ("from questions.forms limt 3", "from questions.forms limit 3"),
    ],
)  # fmt: skip
def test_what_is_written_nearly_right_is_repaired_to_what_was_meant(typed: str, meant: str) -> None:
    assert of(typed).repairs[0].text == meant


def test_letters_that_are_wrong_are_counted() -> None:
    assert [
        keywords.steps("group", one) for one in ("group", "gruop", "grop", "groups", "grxup", "oder")
    ] == [0, 1, 1, 1, 1, 5]
    assert keywords.meant("GRUOP") == "group"
    assert [keywords.meant(one) for one in ("by", "group", "a", "nonesuch", "")] == [None] * 5
