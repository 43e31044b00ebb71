"""A pack lies over the programme: its rows add, replace and withdraw; faults name the file that a row stands in."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from programme import PROJECT
from programme.packs.checks import check_pack
from programme.packs.pack import read_pack
from programme.packs.tables import contract_lines
from tests.tiny import PACK, TODAY, WORKERS, Tiny
from ui.frame import kept
from warehouse.readers import connection
from warehouse.snapshots import require_current
from words.problems import PackError

PROGRAMME = PACK / "programme"
NATIONAL = "community_workers_18"


def on_a_copy(tiny: Tiny) -> Path:
    """Let the tiny pack use a copy of the programme, to be changed."""
    copy = tiny.pack_folder.parent / "other"
    shutil.copytree(PROGRAMME, copy)
    tiny.use_programme("../other")
    return copy


def write(path: Path, change: tuple[str, str]) -> None:
    text = path.read_text(encoding="utf-8")
    assert change[0] in text
    path.write_text(text.replace(*change), encoding="utf-8")


def owners(tiny: Tiny) -> dict[str, tuple[str, str]]:
    cursor = connection(require_current(tiny.home)).cursor()
    rows = cursor.execute("select indicator_code, owner_zh, owner_en from marts.indicators").fetchall()
    return {code: (zh, en) for code, zh, en in rows}


def test_a_pack_without_registries_is_asked_for_all_of_the_programme(tiny: Tiny) -> None:
    for name in ("indicators", "targets", "due_dates", "departments"):
        (tiny.pack_folder / f"{name}.csv").unlink()
    check_pack(tiny.pack)
    assert tiny.pack.table("indicators").height == 8
    (target,) = tiny.pack.table("targets").to_dicts()
    assert (target["target_id"], target["area_code"]) == (NATIONAL, tiny.pack.root_area)
    tiny.staff_everywhere({"990201": 40})
    tiny.built()
    assert tiny.values()["990201"]["target_id"] == NATIONAL


def test_a_row_of_the_same_key_replaces_and_another_adds(tiny: Tiny) -> None:
    row = tiny.pack.table("targets").row(0, named=True)
    tiny.remove("targets", target_id=NATIONAL)
    tiny.add("targets", row | {"target_id": NATIONAL, "value": "20", "area_code": "root"})
    table = {one["target_id"]: one for one in tiny.pack.table("targets").to_dicts()}
    assert set(table) == {NATIONAL, "workers_18", "service_complex_full"}
    assert (table[NATIONAL]["value"], table[NATIONAL]["area_code"]) == ("20", "990000")


def test_a_row_with_nothing_but_the_key_withdraws(tiny: Tiny) -> None:
    assert NATIONAL not in tiny.pack.table("targets")["target_id"].to_list()
    tiny.add("due_dates", {"dataset": "population", "period": ""})
    tiny.remove("due_dates", dataset="population", source="tests")
    assert tiny.pack.table("due_dates").filter(dataset="population").height == 0
    check_pack(tiny.pack)


def test_a_bare_row_that_withdraws_nothing_is_a_fault_of_its_own(tiny: Tiny) -> None:
    tiny.add("targets", {"target_id": "workers_19"})
    with pytest.raises(PackError, match=r"targets\.csv, row 5, indicator_code = blank"):
        check_pack(tiny.pack)


def test_a_fault_of_the_programme_names_its_file_and_row(tiny: Tiny) -> None:
    (tiny.pack_folder / "indicators.csv").unlink()
    write(on_a_copy(tiny) / "indicators.csv", ("12|15|18|20|22", "12|15|x"))
    with pytest.raises(PackError) as refused:
        check_pack(tiny.pack)
    assert "\n- other/indicators.csv, row 2, class_bounds = '12|15|x': should be" in refused.value.message_en
    assert "\n- other/indicators.csv 第 2 行 class_bounds = “12|15|x”：应为" in refused.value.message_zh


def test_a_pack_may_name_another_programme_and_is_refused_one_that_is_none(tiny: Tiny) -> None:
    write(on_a_copy(tiny) / "due_dates.csv", ("population,,20,", "population,,25,"))
    tiny.remove("due_dates", dataset="population")
    assert tiny.pack.table("due_dates").filter(dataset="population")["days_after_period_end"].to_list() == [
        "25"
    ]
    write(tiny.pack_folder / "pack.toml", ("../other", "../nowhere"))
    with pytest.raises(PackError, match="nowhere of the pack"):
        check_pack(tiny.pack)


@pytest.mark.parametrize("name", ["indicators", "targets", "due_dates", "departments", "sources"])
def test_a_programme_without_a_registry_is_a_fault_and_drops_nothing_in_silence(
    tiny: Tiny, name: str
) -> None:
    (on_a_copy(tiny) / f"{name}.csv").unlink()
    with pytest.raises(PackError, match=rf"has no {name}\.csv"):
        check_pack(tiny.pack)


def test_a_change_of_the_programme_is_another_state(tiny: Tiny) -> None:
    copy = on_a_copy(tiny)
    states = [tiny.pack.fingerprint()]
    write(copy / "targets.csv", (",18,", ",19,"))
    states.append(tiny.pack.fingerprint())
    for folder in (copy, tiny.pack_folder):
        (folder / "datasets").mkdir(exist_ok=True)
        (folder / "datasets" / "more.toml").write_text("", encoding="utf-8")
        states.append(tiny.pack.fingerprint())
    assert len(set(states)) == 4


def test_an_owner_is_named_as_the_department_is_called_today(tiny: Tiny) -> None:
    tiny.change("departments", {"department_code": "civil_affairs"}, valid_to="2023-12-31")
    after = {"department_name_zh": "社工部", "department_name_en": "Society work", "valid_from": "2024-01-01"}
    tiny.add("departments", {"department_code": "civil_affairs", **after})
    tiny.built(dt.date(2023, 12, 31))
    assert owners(tiny)[WORKERS] == ("试验厅", "Test department")
    tiny.build(dt.date(2024, 1, 1))
    assert owners(tiny)[WORKERS] == ("社工部", "Society work")


def renamed_in_2024(tiny: Tiny) -> None:
    """Let the owner of all indicators begin with 2021 and have another name from 2024 on."""
    nothing = {"department_name_zh": None, "department_name_en": None, "source": None}
    tiny.change(
        "departments", {"department_code": "civil_affairs"}, **nothing
    )  # withdraws the programme's row
    before = {"department_name_zh": "试验厅", "department_name_en": "Test department"}
    after = {"department_name_zh": "社工部", "department_name_en": "Society work", "valid_from": "2024-01-01"}
    days = {"valid_from": "2021-01-01", "valid_to": "2023-12-31"}
    tiny.add("departments", {"department_code": "civil_affairs", **before, **days})
    tiny.add("departments", {"department_code": "civil_affairs", **after})


def test_beside_a_period_an_owner_is_named_as_the_department_was_called_then(tiny: Tiny) -> None:
    renamed_in_2024(tiny)
    tiny.built()
    rows = tiny.ask("periods", indicator=WORKERS)
    named = {
        period.isoformat(): (zh, en)
        for period, zh, en in rows.select("period", "period_owner_zh", "period_owner_en").iter_rows()
    }
    assert named["2020-12-31"] == (None, None)
    assert named["2021-03-31"] == named["2023-12-31"] == ("试验厅", "Test department")
    assert named["2024-03-31"] == named["2025-12-31"] == ("社工部", "Society work")
    assert owners(tiny)[WORKERS] == ("社工部", "Society work")


@pytest.mark.parametrize(
    ("period", "owner"), [("2023-12-31", "试验厅"), ("2024-03-31", "社工部"), ("2020-12-31", None)]
)
def test_the_foot_of_a_page_names_who_answered_in_the_period_shown(
    tiny: Tiny, monkeypatch: pytest.MonkeyPatch, period: str, owner: str | None
) -> None:
    renamed_in_2024(tiny)
    tiny.built()
    monkeypatch.setenv("OBSERVATORY_HOME", str(tiny.home.root))
    monkeypatch.setenv("OBSERVATORY_REFERENCE", str(tiny.pack_folder))
    monkeypatch.setenv("OBSERVATORY_TODAY", TODAY.isoformat())
    st.cache_resource.clear()
    kept.forget()
    app = AppTest.from_file(str(PROJECT / "app.py"), default_timeout=60)
    app.query_params |= {"period": period, "lang": "zh"}
    app.run()
    st.cache_resource.clear()
    kept.forget()
    foot = next(str(block.proto.body) for block in app.get("html") if "<footer>" in str(block.proto.body))
    assert ("责任单位" in foot) == (owner is not None)
    assert f"责任单位：{owner}。" in foot or owner is None


@pytest.mark.parametrize(
    ("table", "where", "values", "named"),
    [
        (
            "indicators",
            {"indicator_code": WORKERS},
            {"owner": "nobody"},
            "row 2, owner = 'nobody': no row of dep",
        ),
        (
            "population",
            {"area_code": "990202"},
            {"source": "nowhere"},
            "source = 'nowhere': no row of sources.csv",
        ),
        (
            "targets",
            {"target_id": "workers_18"},
            {"source": "nowhere"},
            "targets.csv, row 2, source = 'nowhere'",
        ),
        (
            "departments",
            {"department_code": "civil_affairs"},
            {"department_name_en": None},
            "name_en = blank",
        ),
        (
            "departments",
            {"department_code": "civil_affairs"},
            {"valid_from": "2024"},
            "row 2, valid_from = '2024'",
        ),
        (
            "departments",
            {"department_code": "civil_affairs"},
            {"source": "nowhere"},
            "row 2, source = 'nowhere'",
        ),
        ("sources", {"source_id": "tests"}, {"title_en": None}, "sources.csv, row 2, title_en = blank"),
        (
            "sources",
            {"source_id": "test"},
            {"source_id": "tests"},
            "sources.csv, row 3, source_id = 'tests': an ear",
        ),
        ("sources", {"source_id": "tests"}, {"read_on": "soon"}, "sources.csv, row 2, read_on = 'soon'"),
    ],
)
def test_a_typo_in_departments_and_sources_is_told_by_its_place(
    tiny: Tiny, table: str, where: dict[str, str], values: dict[str, str | None], named: str
) -> None:
    tiny.change(table, where, **values)
    with pytest.raises(PackError) as refused:
        check_pack(tiny.pack)
    assert named in refused.value.message_en
    assert refused.value.message_zh.count("\n- ") == refused.value.message_en.count("\n- ")


def test_a_code_has_one_name_on_a_day(tiny: Tiny) -> None:
    names = {"department_name_zh": "社工部", "department_name_en": "Society work", "valid_from": "2024-01-01"}
    tiny.add("departments", {"department_code": "civil_affairs", **names})
    with pytest.raises(
        PackError, match=r"row 3, valid_from = '2024-01-01': another row of civil_affairs has not"
    ):
        check_pack(tiny.pack)


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        (
            'source = "squares"',
            'source = "nowhere"',
            'pack.toml, map.source = "nowhere": no row of sources.csv',
        ),
        (
            'source = "tests"',
            'source = "nowhere"',
            'pack.toml, groups[1].source = "nowhere": no row of sources.csv',
        ),
        (
            'datum = "WGS-84"',
            'datums = "WGS-84"',
            'pack.toml, map.datums = "WGS-84": no such key; known are source, ',
        ),
        (
            'code = "mountain"',
            'cod = "mountain"',
            "pack.toml, groups[1].code = blank: should be one line of text",
        ),
    ],
)
def test_a_source_or_key_that_nobody_knows_is_told_with_what_is_known(
    tiny: Tiny, old: str, new: str, named: str
) -> None:
    write(tiny.pack_folder / "pack.toml", (old, new))
    with pytest.raises(PackError) as refused:
        check_pack(tiny.pack)
    assert named in refused.value.message_en


def test_a_wrong_setting_leaves_the_others_readable(tiny: Tiny) -> None:
    write(tiny.pack_folder / "pack.toml", ('["zh", "en"]', "5"))
    pack = read_pack(tiny.pack_folder)
    assert (pack.id, pack.first_period) == ("tiny", dt.date(2020, 12, 31))
    with pytest.raises(PackError) as refused:
        _ = pack.languages
    assert refused.value.message_en.endswith(
        'pack.toml, languages = 5: should be a list of "zh" and "en", the default first. Correct it.'
    )
    assert refused.value.message_zh.endswith(
        'pack.toml 的 languages = 5：应为 ["zh", "en"]，首项为默认语言。请改正。'
    )


def test_the_tables_of_the_contract_are_those_that_are_read() -> None:
    text = (PROJECT / "docs" / "contracts.md").read_text(encoding="utf-8")
    assert "\n".join(contract_lines()) in text, (
        "docs/contracts.md: paste what python -m programme.packs.tables says"
    )
