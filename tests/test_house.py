"""The house's own rules: who may import whom, what SQL may read, what must be described."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
import sqlglot

from programme import PROJECT
from warehouse.models import LAYERS, MAY_READ, SQL, in_build_order, parse, query_models, read_layer
from words.problems import BuildError

ROOMS = ("app", "pages", "ui", "files", "draw", "words", "programme", "pipelines", "warehouse")
# A room imports itself, `words`, and these.
MAY_IMPORT = {
    "app": {"ui"},
    "pages": {"ui"},
    "ui": {"files", "draw", "warehouse", "programme", "pipelines"},
    "files": {"draw", "warehouse", "programme"},
    "draw": set(),
    "words": set(),
    "programme": set(),
    "pipelines": {"files", "warehouse", "programme"},
    "warehouse": {"programme"},
}
# Inside a room: what each folder may import of its neighbours. A page imports no other page.
INSIDE = {
    "ui.frame": set(),
    "ui.parts": {"ui.frame"},
    "programme.datasets": set(),
    "programme.packs": {"programme.datasets"},
    "pipelines.filing": set(),
    "pipelines.sample": set(),
    "pipelines.commands": {"pipelines.filing"},
}


def code_files() -> list[Path]:
    found = [PROJECT / "app.py"]
    for room in ROOMS[1:]:
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


def test_only_the_first_start_reaches_the_pipelines_from_a_page() -> None:
    reaching = {
        f"{path.relative_to(PROJECT)}: {name}"
        for path in code_files()
        if room_of(path) in ("app", "pages", "ui")
        for name in imports(path)
        if name.split(".")[0] == "pipelines"
    }
    assert all("pipelines.filing.demo" in one for one in reaching), reaching


def test_only_the_pages_know_streamlit() -> None:
    quiet = [path for path in code_files() if room_of(path) not in ("app", "pages", "ui")]
    assert [path for path in quiet if any(name.split(".")[0] == "streamlit" for name in imports(path))] == []


def test_what_is_drawn_has_no_words_and_no_access_to_data() -> None:
    for path in sorted((PROJECT / "draw").rglob("*.py")):
        reached = {one.split(".")[0] for one in imports(path)}
        assert reached & {"streamlit", "duckdb", *ROOMS} <= {"draw"}, path


def test_landing_is_written_by_filing_alone() -> None:
    writing = {
        str(path.relative_to(PROJECT))
        for path in code_files()
        if "deltalake.write_deltalake" in imports(path)
    }
    assert {path for path in writing if not path.startswith("pipelines/filing/")} == set()


def test_only_the_warehouse_knows_duckdb() -> None:
    knowing = [p for p in code_files() if "duckdb" in imports(p) and room_of(p) != "warehouse"]
    assert knowing == []


def test_a_snapshot_is_asked_through_a_reader_alone() -> None:
    opening = [path for path in code_files() if "warehouse.readers.connection" in imports(path)]
    assert opening == []


def test_no_code_sql_or_words_name_a_province() -> None:
    named = re.compile(r"Zhejiang|浙江|Hangzhou|杭州|(?<![\w.-])33\d{4}(?!\d)")
    files = [*code_files(), *SQL.rglob("*.sql"), *(PROJECT / "words").rglob("*.po")]
    assert [
        str(path.relative_to(PROJECT)) for path in files if named.search(path.read_text(encoding="utf-8"))
    ] == []


def test_no_module_is_called_utils_and_nothing_is_called_get() -> None:
    assert [path for path in code_files() if path.stem in ("utils", "helpers", "common", "misc")] == []
    getters = [
        f"{path.name}:{node.name}"
        for path in code_files()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("get_")
    ]
    assert getters == []


# Functions that still take seven parameters or more; a command of the command line takes its options one by one.
LONG = {
    "pipelines/filing/ingest.py: ingest",
    "programme/packs/making/estimates.py: _urban",
    "programme/packs/making/packs.py: _figures",
    "words/trend_findings.py: trend_title",
}


def test_no_function_takes_seven_parameters() -> None:
    long = {
        f"{path.relative_to(PROJECT)}: {node.name}"
        for path in code_files()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and len(parameters(node)) >= 7 and not is_command(node)
    }
    assert long - LONG == set()


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
    for model in [*read_layer("marts"), *query_models().values()]:
        assert model.columns, model.full_name
        assert model.key or model.name in ("area_changes", "boundary_changes", "sources"), model.full_name


def test_a_mart_is_read_by_at_least_one_question_or_promised_to_other_programs() -> None:
    read = {name for model in query_models().values() for name in model.references}
    promised = {"marts.areas", "marts.indicator_values", "marts.observations", "marts.groups"}
    assert {model.full_name for model in read_layer("marts")} - read - promised == set()


def test_there_is_no_division_but_whole_number_division_in_a_verdict() -> None:
    for name in ("judged", "shown", "whole_gaps"):
        tree = sqlglot.parse_one(
            (SQL / "verdicts" / f"{name}.sql").read_text(encoding="utf-8"), read="duckdb"
        )
        assert list(tree.find_all(sqlglot.exp.Div)) == [], name


def test_sql_says_the_same_in_spark() -> None:
    for layer in LAYERS:
        for model in read_layer(layer):
            made = sqlglot.transpile(
                model.sql, read="duckdb", write="spark", unsupported_level=sqlglot.ErrorLevel.RAISE
            )
            assert len(made) == 1, model.full_name


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


def test_landing_columns_are_those_of_the_contracts() -> None:
    from programme import datasets

    promised = {
        source.split(".")[1]: [name for name, _ in columns]
        for model in read_layer("staging")
        for source, columns in model.reads.items()
    }
    trail = [
        "batch_id",
        "sequence",
        "file_name",
        "file_row",
        "filed_on",
        "filed_by",
        "landed_at",
        "simulated",
    ]
    made = {
        name: ["area_code", "period", *(measure.code for measure in contract.measures), *trail]
        for name, contract in datasets.CONTRACTS.items()
    }
    assert made == promised
