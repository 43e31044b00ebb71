"""A page is one record: menu, address keys, choices and pictures follow from it, and a new page costs little more."""

from __future__ import annotations

import ast
import importlib
import inspect
import json
import re
import shutil
import subprocess
import sys
from base64 import b64decode
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from programme import PROJECT
from scripts.pictures import FOLDER, SAMPLE, pictures
from tests.conftest import plain_environment
from tests.test_pages import at_home, by_menu, filed, nothing_kept, text_of, title, visit
from tests.tiny import TODAY, Tiny
from ui.frame import choices, screens
from ui.frame.answers import Answers
from ui.frame.page import Choice
from ui.frame.screens import SCREENS, SHARED, Screen
from words import speak

__all__ = ["at_home", "filed", "nothing_kept"]


@pytest.mark.parametrize("screen", SCREENS.values(), ids=list(SCREENS))
def test_a_page_file_opens_its_screen_in_one_line(screen: Screen) -> None:
    body = ast.parse((PROJECT / screen.path).read_text(encoding="utf-8")).body[1:]
    if (
        screen.stem == ""
    ):  # the first page's file is also what is served: as a page it is what it runs as a script
        (choice,) = [node for node in body if isinstance(node, ast.If)]
        assert ast.unparse(choice.test) == "__name__ == '__main__'"
        body = choice.body
    (line,) = [node for node in body if not isinstance(node, ast.ImportFrom)]
    assert ast.unparse(line) == f"open_screen('{screen.name}', screen.draw)"


@pytest.mark.parametrize("screen", SCREENS.values(), ids=list(SCREENS))
def test_a_page_takes_a_choice_only_where_its_record_says_so(screen: Screen) -> None:
    draw = importlib.import_module(f"ui.{screen.name}.screen").draw
    assert list(inspect.signature(draw).parameters) == [
        "page",
        *["choice"] * screen.takes_choice,
        *["form"] * bool(screen.form),
        *["quarter"] * screen.has_index,
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        {"shared": ("lang", "colour")},
        {"in_sidebar": ("county",)},
        {"own": ("period",)},
        {"lists": ("areas",)},
        {"takes_choice": True, "shared": ("lang", "theme")},
        {"form": "staffing"},
        {"form": "staffing", "shared": ("lang", "theme")},
    ],
)
def test_a_record_that_contradicts_itself_is_refused_by_name(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="'about'"):
        replace(SCREENS["about"], **wrong)


def test_every_picture_is_taken_and_stands_in_the_folder() -> None:
    assert {f"{name}.png" for name in pictures()} <= {path.name for path in FOLDER.glob("*.png")}
    for screen, picture in pictures().values():
        keys = {part.split("=")[0] for part in picture.query.format(**SAMPLE).split("&") if part}
        assert keys <= set(screen.keys)


def foot(test: Any) -> str:
    (found,) = [one.value for one in test.html if one.value.startswith("<footer>")]
    return str(found)


def with_screens(monkeypatch: pytest.MonkeyPatch, *more: Screen) -> None:
    monkeypatch.setattr(screens, "SCREENS", SCREENS | {screen.name: screen for screen in more})


@pytest.mark.parametrize(
    ("language", "heading", "policy"), [("zh", "总览", "现代社区"), ("en", "Overview", "Modern communities")]
)
def test_a_group_of_several_pages_is_headed_while_one_of_them_is_open_and_else_is_one_link(
    at_home: Tiny,
    language: str,
    heading: str,
    policy: str,
) -> None:
    def menu(page: str) -> tuple[list[str], list[str]]:
        test = visit(page, language)
        headings = [one.value for one in test.html if 'class="group"' in one.value]
        return headings, [one.proto.label for one in test.sidebar.get("page_link")]

    def links(group: str) -> int:
        return sum(len(members) if name == group else 1 for name, members in screens.groups().items())

    headings, labels = menu("home")
    assert headings == [f'<p class="group">{heading}</p>']
    assert policy in labels
    assert len(labels) == links("overview")
    headings, labels = menu("systems")
    four = {"zh": "四项机制", "en": "Four mechanisms"}[language]
    assert headings[:2] == [f'<p class="group">{one}</p>' for one in (policy, four)]
    assert policy not in labels
    assert heading in labels
    assert len(labels) == links("policy")


def test_a_page_reads_only_the_keys_it_owns(at_home: Tiny) -> None:
    test = visit("trends", county="990101", colour="gap")
    assert {"county", "colour"} & test.query_params.keys() == set()
    assert "areas" not in test.query_params


def test_a_key_of_one_page_is_not_that_of_another_with_the_same_name(
    at_home: Tiny,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with_screens(monkeypatch, replace(SCREENS["about"], own=("view",)))
    monkeypatch.setattr(
        "ui.about.screen.draw", lambda page: st.title(choices.settle("view", ("short", "long"), "short"))
    )
    test = visit(view="table")
    test.switch_page("pages/about.py")
    test.query_params.clear()
    test.run()
    assert (title(test), dict(test.query_params)) == ("short", {})
    by_menu(test, "home")
    assert test.query_params["view"] == "table"
    assert not test.caption


def test_a_page_that_names_no_indicator_has_no_choice_and_loses_none(
    at_home: Tiny,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert "目标：" in foot(visit("about"))
    with_screens(monkeypatch, replace(SCREENS["about"], shared=("lang", "theme")))
    test = visit(period="2024-12-31")
    test.switch_page("pages/about.py").run()
    assert not test.error
    assert dict(test.query_params) == {}
    assert "数据至" in text_of(test)
    assert "目标：" not in foot(test)
    by_menu(test, "home")
    assert test.query_params["period"] == "2024-12-31"


def test_the_area_of_a_page_is_the_county_else_the_city_else_the_whole(
    at_home: Tiny,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shown: list[Choice] = []
    sharing = replace(SCREENS["about"], shared=SHARED, takes_choice=True)
    with_screens(monkeypatch, sharing)
    monkeypatch.setattr("ui.about.screen.draw", lambda page, choice: shown.append(choice))
    for query, area in (
        ({}, "990000"),
        ({"city": "990100"}, "990100"),
        ({"city": "990100", "county": "990101"}, "990101"),
        ({"county": "990999"}, "990000"),
    ):
        test = visit("about", **query)
        assert shown[-1].area == area
        assert test.query_params.get("county") == shown[-1].county
        (switch,) = [one.value for one in test.html if 'class="themes"' in one.value]
        assert ("county=" in switch) is (shown[-1].county is not None)


def test_a_county_travels_by_links_and_not_by_the_menu(
    at_home: Tiny,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shown: list[Choice] = []
    # By itself, so that the menu has a link to it and not to the first page of its group.
    with_screens(monkeypatch, replace(SCREENS["about"], group="alone", shared=SHARED, takes_choice=True))
    monkeypatch.setattr("ui.about.screen.draw", lambda page, choice: shown.append(choice))
    test = visit(county="990101")
    first, *_, last = [one.proto.query_string for one in test.sidebar.get("page_link")]
    assert "county=990101" in first
    assert "county" not in last
    test.switch_page("pages/about.py")
    test.query_params.clear()
    for key, value in parse_qsl(last):
        test.query_params[key] = value
    test.run()
    assert shown[-1].county is None


@pytest.fixture
def annual(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every indicator has a figure a year."""
    indicators = Answers.indicators
    monkeypatch.setattr(
        Answers,
        "indicators",
        lambda self: {code: {**row, "cycle": "annual"} for code, row in indicators(self).items()},
    )


@pytest.mark.usefixtures("annual")
@pytest.mark.parametrize(
    ("language", "quarters"), [("zh", r"202[45]年第4季度|2[45]年4季"), ("en", "202[45] Q4")]
)
@pytest.mark.parametrize(
    ("page", "query"),
    [("home", {}), ("home", {"county": "990102"}), ("home", {"view": "table"}), ("trends", {})],
)
def test_an_annual_indicator_names_years_everywhere(
    at_home: Tiny,
    page: str,
    query: dict[str, str],
    language: str,
    quarters: str,
) -> None:
    test = visit(page, language, **query)
    said = [text_of(test), *(one.value for one in test.html), *(pictured(one.value) for one in test.html)]
    said += [str(one.proto.alt) for kind in ("plotly_chart", "deck_gl_json_chart") for one in test.get(kind)]
    charts = [json.loads(one.proto.spec) for one in test.get("plotly_chart")]
    said += [json.dumps(one, ensure_ascii=False) for one in charts]
    assert re.findall(quarters, " ".join(said)) == []
    assert "2025" in " ".join(said)
    if page == "trends":
        ends = [text for text in charts[0]["layout"]["xaxis"]["ticktext"] if not re.search("季|Q", text)]
        assert set(ends) <= {f"{year}{'年' * (language == 'zh')}" for year in range(2020, 2027)}
        assert ends


def pictured(body: str) -> str:
    """The words of the pictures in a piece of HTML."""
    drawings = re.findall('data:image/svg[^,]*,([^"]+)', body)
    return " ".join(b64decode(one).decode("utf-8") for one in drawings)


SCRIPT = """
import sys
from streamlit.testing.v1 import AppTest

test = AppTest.from_file("app.py", default_timeout=60)
test.context = {"locale": "zh-CN", "theme": "light"}
test.run()
print("heading", [one.value for one in test.sidebar.get("html") if 'class="group"' in one.value])
print("menu", [one.proto.label for one in test.sidebar.get("page_link")])
test.switch_page("pages/hello.py")
test.query_params["greeting"] = "welcome"
for language in ("zh", "en"):
    test.query_params["lang"] = language
    test.run()
    assert not test.exception and not test.error, test
    print(language, test.title[0].value, dict(test.query_params)["greeting"])
"""
FILES = {
    "pages/hello.py": '"""Hello."""\n\nfrom ui.frame.opening import open_screen\nfrom ui.hello import screen\n\n'
    'open_screen("hello", screen.draw)\n',
    "ui/hello/__init__.py": '"""A greeting."""\n',
    "ui/hello/screen.py": """
from ui.frame import choices
from ui.frame.page import Page
from ui.parts.finding import finding


def draw(page: Page) -> None:
    greeting = choices.settle("greeting", ("hello", "welcome"), "hello")
    (row,) = page.answers.rows("number_of_areas")
    finding(page.speech(f"hello.{greeting}", n=row["number_of_areas"]), "")
""",
    "sql/queries/areas/number_of_areas.sql": """-- One row: how many areas the snapshot knows.
-- columns:
--   number_of_areas BIGINT: How many areas there are.
select count(*) as number_of_areas from marts.areas
""",
}
RECORD = """
SCREENS["hello"] = Screen("hello", "pages/hello.py", ":material/waving_hand:", "data", _EVERYONE, own=("greeting",))
"""
WORDS = {
    "zh": {"menu.hello": "问候", "hello.hello": "你好", "hello.welcome": "欢迎，共 {n} 个区划"},
    "en": {"menu.hello": "Greeting", "hello.hello": "Hello", "hello.welcome": "Welcome to {n} areas"},
}


def test_a_new_page_costs_its_file_its_folder_its_record_its_words_and_its_question(
    tiny: Tiny, tmp_path: Path
) -> None:
    copy = tmp_path / "project"
    for room in (
        "ui",
        "pages",
        "draw",
        "stats",
        "files",
        "words",
        "programme",
        "pipelines",
        "warehouse",
        "sql",
    ):
        shutil.copytree(PROJECT / room, copy / room, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(PROJECT / "app.py", copy)
    (copy / "data").symlink_to(PROJECT / "data")
    for path, text in FILES.items():
        (copy / path).parent.mkdir(exist_ok=True)
        (copy / path).write_text(text, encoding="utf-8")
    with (copy / "ui/frame/screens.py").open("a", encoding="utf-8") as registry:
        registry.write(RECORD)
    for language, words in WORDS.items():
        with (copy / f"words/locale/{language}/LC_MESSAGES/observatory.po").open(
            "a", encoding="utf-8"
        ) as said:
            said.writelines(f'\nmsgid "{key}"\nmsgstr "{text}"\n' for key, text in words.items())
    environment = plain_environment() | {
        "OBSERVATORY_HOME": str(tiny.home.root),
        "OBSERVATORY_REFERENCE": str(tiny.pack_folder),
        "OBSERVATORY_TODAY": TODAY.isoformat(),
        "PYTHONPATH": str(copy),
    }
    run = subprocess.run(
        [sys.executable, "-c", SCRIPT], cwd=copy, env=environment, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr[-3000:]
    areas = tiny.sql("select count(*) as n from marts.areas")["n"][0]
    speech, menu = speak("zh"), []
    for group, members in screens.groups().items():
        if group == "overview":  # the one that is open
            menu += [speech(f"menu.{one.name}") for one in members]
        else:  # the new page makes two of the last group
            alone = len(members) + (group == "data") == 1
            menu.append(speech(f"menu.{members[0].name}" if alone else f"group.{group}"))
    assert run.stdout.splitlines() == [
        "heading ['<p class=\"group\">总览</p>']",
        f"menu {menu}",
        f"zh 欢迎，共 {areas} 个区划 welcome",
        f"en Welcome to {areas} areas welcome",
    ]


@pytest.mark.parametrize(("says", "heard"), [("today", None), ("2021-04-08", "2021-04-08")])
def test_what_a_box_still_shows_of_before_is_no_choice_of_the_reader(says: str, heard: str | None) -> None:
    test = AppTest.from_function(_two_that_choose)
    test.query_params["boundaries"] = "today"
    test.run()
    test.button[0].click().run()
    # The browser tells of something else before it shows what the button chose.
    test.checkbox[0].check()
    test.selectbox[0].set_value(says).run()
    assert test.session_state["heard"] == heard
    assert test.selectbox[0].value == (heard or "")
    # Alone it is the reader's.
    test.selectbox[0].set_value("today").run()
    assert test.session_state["heard"] == "today"


def _two_that_choose() -> None:
    import streamlit as st

    from ui.frame import choices, screens

    screen = screens.SCREENS["trends"]
    choices.open_choices(screen)
    st.session_state["heard"] = choices.raw("boundaries")
    st.checkbox("size", key="size", on_change=choices.stay)
    st.button("as published", on_click=choices.choose, args=("boundaries", None))
    bound = choices.bind("boundaries", choices.raw("boundaries") or "", nothing="")
    st.selectbox("boundaries", ["", "today", "2021-04-08"], **bound)
    choices.write_address(screen)
