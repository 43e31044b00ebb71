"""The house's own rules: who may import whom, what SQL may read, what must be described."""

from __future__ import annotations

import ast
import re
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
import sqlglot

from programme import PROJECT
from scripts import contracts
from warehouse import models
from warehouse.contract import Model, parse
from warehouse.lineage import columns_of_questions
from warehouse.models import (
    LAYERS,
    MAY_READ,
    SQL,
    check_meanings,
    in_build_order,
    plan,
    query_models,
    read_layer,
)
from words.problems import BuildError

ROOMS = (
    "app",
    "serve",
    "serve_many",
    "pages",
    "ui",
    "files",
    "draw",
    "words",
    "programme",
    "pipelines",
    "warehouse",
    "stats",
)
# A room imports itself, `words`, and these.
MAY_IMPORT = {
    "app": {"ui"},
    "serve": {"app", "ui"},
    "serve_many": {"ui"},
    "pages": {"ui"},
    "ui": {"files", "draw", "warehouse", "programme", "pipelines"},
    "files": {"draw", "warehouse", "programme"},
    "draw": set(),
    "words": set(),
    "programme": set(),
    "pipelines": {"files", "warehouse", "programme"},
    "warehouse": {"programme", "stats"},
    "stats": set(),
}
# Inside a room: what each folder may import of its neighbours. A page imports no other page.
INSIDE = {
    "ui.frame": set(),
    "ui.parts": {"ui.frame"},
    "files.chase": {"files.bulletin"},  # how a Word document is set
    "programme.datasets": set(),
    "programme.packs": {"programme.datasets"},
    "pipelines.filing": set(),
    "pipelines.sample": set(),
    "pipelines.commands": {"pipelines.filing"},
}


def test_no_page_is_imported_for_a_room() -> None:
    """`streamlit run pages/about.py` puts `pages/` in front of every other folder: a page there is found before a module of its name."""
    pages = {path.stem for path in (PROJECT / "pages").glob("*.py")}
    assert pages
    assert pages & (set(ROOMS) | sys.stdlib_module_names | set(packages_distributions())) == set()


def code_files() -> list[Path]:
    found = [PROJECT / "app.py", PROJECT / "serve.py", PROJECT / "serve_many.py"]
    for room in ROOMS[3:]:
        found += sorted((PROJECT / room).rglob("*.py"))
    return [path for path in found if path.exists()]


def imports(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def room_of(path: Path) -> str:
    return path.relative_to(PROJECT).parts[0].removesuffix(".py")


def test_rooms_import_only_in_the_directions_of_the_design() -> None:
    wrong = [
        f"{path.relative_to(PROJECT)} imports {name}"
        for path in code_files()
        for name in imports(path)
        if name.split(".")[0] in ROOMS
        and name.split(".")[0] not in MAY_IMPORT[room_of(path)] | {room_of(path), "words"}
        and not (room_of(path) == "draw" and name.split(".")[0] == "words")
    ]
    assert wrong == []


def test_folders_of_a_room_import_only_in_the_directions_of_the_design() -> None:
    wrong = []
    for path in code_files():
        folder = ".".join(path.relative_to(PROJECT).parts[:2])
        if folder.endswith(".py"):
            continue
        beside = INSIDE.get(folder, {"ui.frame", "ui.parts"} if folder.startswith("ui.") else set())
        room = room_of(path)
        folders = {f"{room}.{one.name}" for one in (PROJECT / room).iterdir() if one.is_dir()}
        wrong += [
            f"{path.relative_to(PROJECT)} imports {name}"
            for name in imports(path)
            if (other := ".".join(name.split(".")[:2])) in folders and other not in beside | {folder}
        ]
    assert wrong == []


# What of the pages reaches which part of the write side: the first start makes the sample, a bulletin is issued on its page.
# Corrections lists what was published, and gives a batch's file back as it was filed.
# Findings are told and reviewed on the page of completeness.
REACHING = {
    "ui/frame/startup.py": "pipelines.filing.demo",
    "ui/bulletin/": "pipelines.filing.bulletins",
    "ui/corrections/published.py": "pipelines.filing.published_files",
    "ui/corrections/batch.py": "pipelines.filing.withdrawing",
    "ui/completeness/findings.py": "pipelines.filing.found",
    "ui/completeness/found_here.py": "pipelines.filing.found",
    "ui/completeness/reviewing.py": "pipelines.filing",
    "ui/frame/desk/": "pipelines.filing",
}


def test_the_first_start_the_desk_and_the_pages_of_registers_alone_reach_the_pipelines() -> None:
    reaching = {
        (str(path.relative_to(PROJECT)), name)
        for path in code_files()
        if room_of(path) in ("app", "serve", "serve_many", "pages", "ui")
        for name in imports(path)
        if name.split(".")[0] == "pipelines" and name != "pipelines.filing"
    }
    allowed = {
        (path, name)
        for path, name in reaching
        for place, module in REACHING.items()
        if path.startswith(place) and f"{name}.".startswith(f"{module}.")
    }
    assert reaching == allowed


def test_only_the_pages_know_streamlit() -> None:
    quiet = [
        path for path in code_files() if room_of(path) not in ("app", "serve", "serve_many", "pages", "ui")
    ]
    assert [path for path in quiet if any(name.split(".")[0] == "streamlit" for name in imports(path))] == []


def test_what_is_drawn_has_no_words_and_no_access_to_data() -> None:
    for path in sorted((PROJECT / "draw").rglob("*.py")):
        reached = {one.split(".")[0] for one in imports(path)}
        assert reached & {"streamlit", "duckdb", *ROOMS} <= {"draw"}, path


def test_landing_is_written_by_filing_alone() -> None:
    writing = {
        str(path.relative_to(PROJECT))
        for path in code_files()
        if any(
            one.startswith(("deltalake.write_deltalake", "deltalake.transaction")) for one in imports(path)
        )
    }
    assert {path for path in writing if not path.startswith("pipelines/filing/")} == set()


def test_only_the_warehouse_knows_duckdb() -> None:
    knowing = [p for p in code_files() if "duckdb" in imports(p) and room_of(p) != "warehouse"]
    assert knowing == []


def test_the_plan_and_the_order_of_a_build_know_no_database() -> None:
    knowing = {
        str(path.relative_to(PROJECT / "warehouse")) for path in code_files() if "duckdb" in imports(path)
    }
    assert knowing == {
        "engines/duckdb.py",
        "engines/frames.py",
        "opened.py",
        "readers.py",
        "snapshots.py",
        "statement.py",
    }


def test_a_snapshot_is_asked_through_a_reader_alone() -> None:
    doors = {"warehouse.readers.connection", "warehouse.opened"}
    opening = {path for path in code_files() if doors & set(imports(path))}
    assert opening == {PROJECT / "warehouse" / name for name in ("presence.py", "readers.py", "snapshots.py")}


def test_no_code_sql_or_words_name_a_province() -> None:
    named = re.compile(r"Zhejiang|浙江|Hangzhou|杭州|(?<![\w.-])33\d{4}(?!\d)")
    files = [*code_files(), *SQL.rglob("*.sql"), *(PROJECT / "words").rglob("*.po")]
    assert [
        str(path.relative_to(PROJECT)) for path in files if named.search(path.read_text(encoding="utf-8"))
    ] == []


def test_no_text_stands_in_the_code_in_two_languages() -> None:
    chinese = re.compile(r"[\u4e00-\u9fff]")

    def is_text(node: ast.expr) -> bool:
        return isinstance(node, ast.JoinedStr) or (
            isinstance(node, ast.Constant) and isinstance(node.value, str)
        )

    paired = [
        f"{path.relative_to(PROJECT)}:{call.lineno}"
        for path in [*code_files(), *(PROJECT / "bench").rglob("*.py"), *(PROJECT / "scripts").rglob("*.py")]
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call)
        and any(
            is_text(one) and is_text(other) and chinese.search(ast.unparse(one))
            for one, other in zip(call.args, call.args[1:], strict=False)
        )
    ]
    assert paired == []


def test_no_module_is_called_utils_and_nothing_is_called_get() -> None:
    assert [path for path in code_files() if path.stem in ("utils", "helpers", "common", "misc")] == []
    getters = [
        f"{path.name}:{node.name}"
        for path in code_files()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("get_")
    ]
    assert getters == []


def test_no_function_takes_seven_parameters() -> None:
    # A command of the command line takes its options one by one.
    long = {
        f"{path.relative_to(PROJECT)}: {node.name}"
        for path in code_files()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and len(parameters(node)) >= 7 and not is_command(node)
    }
    assert long == set()


def parameters(node: ast.FunctionDef) -> list[str]:
    """All that a function takes, without the object it belongs to."""
    named = node.args
    names = [one.arg for one in (*named.posonlyargs, *named.args, *named.kwonlyargs)]
    names += [one.arg for one in (named.vararg, named.kwarg) if one]
    return [name for name in names if name not in ("self", "cls")]


def is_command(node: ast.FunctionDef) -> bool:
    return any("command" in ast.unparse(decorator) for decorator in node.decorator_list)


def test_no_file_outgrows_its_subject() -> None:
    long_pages = [path for path in code_files() if room_of(path) in ("app", "pages") and lines(path) > 90]
    long_files = [path for path in code_files() if lines(path) > 450]
    assert long_pages + long_files == []


def lines(path: Path) -> int:
    return path.read_text(encoding="utf-8").count("\n")


@pytest.mark.parametrize("layer", LAYERS)
def test_a_layer_reads_only_itself_and_what_is_left_of_it(layer: str) -> None:
    for model in read_layer(layer):
        assert {read.split(".")[0] for read in model.references} <= set(MAY_READ[layer]), model.full_name


def test_every_mart_and_question_is_described_with_its_key() -> None:
    for model in [*plan().marts, *plan().questions]:
        assert model.columns, model.full_name
        assert model.key or model.name in ("area_changes", "boundary_changes", "sources"), model.full_name


def test_a_mart_is_read_by_at_least_one_question_or_promised_to_other_programs() -> None:
    read = {name for model in query_models().values() for name in model.references}
    promised = {
        "marts.areas",
        "marts.indicator_values",
        "marts.observations",
        "marts.groups",
        "marts.findings",
    }
    assert {model.full_name for model in read_layer("marts")} - read - promised == set()


def test_there_is_no_division_but_whole_number_division_in_a_verdict() -> None:
    for name in ("judged", "shown", "whole_gaps"):
        tree = sqlglot.parse_one(
            (SQL / "verdicts" / f"{name}.sql").read_text(encoding="utf-8"), read="duckdb"
        )
        assert list(tree.find_all(sqlglot.exp.Div)) == [], name


def test_a_model_that_reads_what_nobody_makes_is_named() -> None:
    model = parse("sums", "wrong", "-- One row per x.\nselect * from staging.nothing")
    with pytest.raises(BuildError, match=r"staging\.nothing"):
        in_build_order([model])


def test_models_in_a_circle_are_named() -> None:
    pair = [
        parse("sums", "one", "-- One row per x.\nselect * from sums.two"),
        parse("sums", "two", "-- One row per x.\nselect * from sums.one"),
    ]
    with pytest.raises(BuildError, match="circle"):
        in_build_order(pair)


def test_a_header_without_its_grain_is_refused() -> None:
    with pytest.raises(BuildError, match="One row per"):
        parse("marts", "x", "-- Some values.\nselect 1")


def mart(text: str, name: str = "numbers") -> Model:
    return parse("marts", name, f"-- One row per x.\n-- columns:\n{text}\nselect 1")


def question(select: str, *columns: str) -> Model:
    header = "".join(f"--   {column}\n" for column in columns)
    return parse(
        "queries", "asked", f"-- One row per x.\n{'-- columns:' if header else ''}\n{header}{select}"
    )


NUMBERS = mart("--   code VARCHAR: Its code.\n--   value BIGINT: How many.")


@pytest.mark.parametrize(
    "select",
    [
        "select code, value from marts.numbers",
        "select * from marts.numbers",
        "select n.* from marts.numbers as n join marts.numbers as other on n.code = other.code",
        "with a as (select * from marts.numbers), b as (select a.* from a) select b.code, b.value from b",
        "select code, value from (select code, value from marts.numbers) as inside",
        "select * from marts.numbers union all select code, value from marts.numbers",
        "with a as (select code as c, value from marts.numbers) select c as code, value from a",
    ],
)
def test_a_question_inherits_what_passes_unchanged(select: str) -> None:
    (asked,) = columns_of_questions([question(select)], [NUMBERS])
    assert [(column.name, column.meaning) for column in asked.columns] == [
        ("code", "Its code."),
        ("value", "How many."),
    ]


@pytest.mark.parametrize(
    ("select", "columns", "named"),
    [
        ("select max(value) as value from marts.numbers", [], "value"),
        ("select value as code from marts.numbers", [], "code"),
        ("select code, 1 as more from marts.numbers", [], "more"),
        ("select code from marts.numbers union all select 'all' as code", [], "code"),
        ("select value from marts.numbers", ["value BIGINT: How many."], "value"),
        ("select code from marts.numbers", ["more BIGINT: More."], "more"),
    ],
)
def test_a_column_is_described_by_the_question_or_by_the_mart_and_never_by_both(
    select: str, columns: list[str], named: str
) -> None:
    with pytest.raises(BuildError) as caught:
        columns_of_questions([question(select, *columns)], [NUMBERS])
    assert caught.value.values["column"] == named
    assert named in caught.value.message_zh


def test_one_name_has_one_meaning_unless_a_header_says_that_its_is_its_own() -> None:
    other = mart("--   value BIGINT: How few.", "others")
    with pytest.raises(BuildError) as caught:
        check_meanings([NUMBERS, other])
    assert "How many." in caught.value.message_en
    assert "How few." in caught.value.message_en
    with pytest.raises(BuildError, match="value"):
        check_meanings([NUMBERS, mart("--   value DOUBLE: How many.", "others")])
    check_meanings([NUMBERS, mart("--   value BIGINT, own meaning: How few.", "others")])
    for alone in ("value BIGINT, own meaning: How many.", "unheard BIGINT, own meaning: What else."):
        with pytest.raises(BuildError, match="own meaning"):
            check_meanings([NUMBERS, mart(f"--   {alone}", "others")])


@pytest.mark.parametrize(
    ("name", "column", "from_mart"),
    [
        ("filed_cells", "value", "observations"),
        ("filed_cells", "batch_id", "observations"),
        ("shapes", "kind", "shapes"),
        ("boundary_changes", "status", "area_changes"),
        ("target_catalogue", "valid_from", "targets"),
    ],
)
def test_descriptions_that_were_false_are_the_marts_own(name: str, column: str, from_mart: str) -> None:
    asked = next(one for one in plan().questions if one.name == name)
    said = next(one for one in plan().marts if one.name == from_mart)
    assert [one.means for one in asked.columns if one.name == column] == [
        one.means for one in said.columns if one.name == column
    ]
    assert column not in {one.name for one in query_models()[name].columns}


def test_nothing_is_parsed_where_a_question_is_only_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    def parsed(*_: object, **__: object) -> None:
        raise AssertionError("SQL was parsed")

    monkeypatch.setattr(sqlglot, "parse_one", parsed)
    models._query_models.cache_clear()
    assert query_models()["county_compliance"].parameters


def test_the_table_of_who_reads_whom_is_the_rule() -> None:
    text = (SQL / "README.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)/` \|[^|]*\| ([^|]*) \|$", text, re.MULTILINE)
    assert {folder: tuple(re.findall(r"`(\w+)`", readable)) for folder, readable in rows} == MAY_READ


def test_the_document_of_the_questions_is_that_of_the_headers() -> None:
    text = contracts.DOCUMENT.read_text(encoding="utf-8")
    assert contracts.document(text) == text, "run make contracts"
