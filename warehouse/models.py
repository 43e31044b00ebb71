"""Reads `sql/`: each file's contract, what it reads, and the order in which to build. Knows no database."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import sqlglot
from sqlglot import exp

from programme import PROJECT
from words.problems import BuildError

SQL = PROJECT / "sql"
LAYERS = ("staging", "spine", "sums", "verdicts", "marts")
SOURCES = ("landing", "reference")
MAY_READ = {
    "staging": ("landing", "reference", "staging"),
    "spine": ("reference", "staging", "spine"),
    "sums": ("reference", "staging", "spine", "sums"),
    "verdicts": ("reference", "staging", "spine", "sums", "verdicts"),
    # Not each other: all marts are written into the snapshot in one transaction.
    "marts": ("reference", "staging", "spine", "sums", "verdicts"),
    "queries": ("marts",),
}

_COLUMN = re.compile(r"^  (\w+) ([A-Z]+(?:\([\d, ]+\))?): (.+)$")
_CHECK = re.compile(r"^  ([^:]+): (.+)$")
_READS = re.compile(r"(\w+)\.(\w+)\((.+)\)$")
_PARAMETER = re.compile(r"\$(\w+) ([A-Z\[\]]+)")


@dataclass(frozen=True)
class Model:
    """One SQL file: `layer.name`, its select, and the contract in its header."""

    layer: str
    name: str
    sql: str
    grain: str
    key: tuple[str, ...] = ()
    columns: tuple[tuple[str, str, str], ...] = ()  # name, type, meaning
    checks: tuple[tuple[str, str], ...] = ()  # what must hold, boolean expression
    parameters: tuple[tuple[str, str], ...] = ()  # name, type
    reads: dict[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)  # source -> column, type
    references: tuple[str, ...] = ()
    kept_as: str = "table"  # or view: read once or twice, and cheaper to read again than to write down

    @property
    def full_name(self) -> str:
        return f"{self.layer}.{self.name}"


def _header(text: str) -> list[str]:
    lines = []
    for line in text.splitlines():
        if not line.startswith("--"):
            break
        lines.append(line[3:] if line.startswith("-- ") else line[2:])
    return lines


def references(select: str) -> tuple[str, ...]:
    """Tables with a schema that a select reads, sorted; its own CTE names have none."""
    tree = sqlglot.parse_one(select, read="duckdb")
    return tuple(sorted({f"{t.db}.{t.name}" for t in tree.find_all(exp.Table) if t.db}))


def parse(layer: str, name: str, text: str) -> Model:
    """One file's text as a model. A header that cannot be read stops here, by name."""
    where = f"sql/{layer}/{name}.sql"
    header = _header(text)
    if not header or not header[0].startswith("One row"):
        raise BuildError(
            f"{where} 的第一行应说明一行是什么（-- One row per …）。",
            f"{where} must begin with what one row is (-- One row per ...).",
        )
    grain: list[str] = []
    key: tuple[str, ...] = ()
    columns: list[tuple[str, str, str]] = []
    checks: list[tuple[str, str]] = []
    parameters: tuple[tuple[str, str], ...] = ()
    reads: dict[str, tuple[tuple[str, str], ...]] = {}
    kept_as = "table"
    section = ""
    for line in header:
        if line.startswith("key: "):
            key, section = tuple(part.strip() for part in line[5:].split(",")), "key"
        elif line.startswith("reads: "):
            match = _READS.match(line[7:])
            if match is None:
                raise BuildError(
                    f"{where} 的 reads 行无法理解：{line}", f"{where}: cannot read the line '{line}'."
                )
            listed = tuple(tuple(column.split()) for column in match[3].split(", "))
            reads[f"{match[1]}.{match[2]}"] = listed
            section = "reads"
        elif line.startswith("kept as: "):
            kept_as, section = line[9:].strip(), "kept"
            if kept_as not in ("table", "view"):
                raise BuildError(
                    f"{where} 的 kept as 只能是 table 或 view。", f"{where}: kept as is table or view."
                )
        elif line.startswith("parameters: "):
            parameters, section = tuple(_PARAMETER.findall(line)), "parameters"
        elif line in ("columns:", "checks:"):
            section = line[:-1]
        elif section in ("columns", "checks"):
            match = (_COLUMN if section == "columns" else _CHECK).match(line)
            if match is None:
                raise BuildError(
                    f"{where} 的 {section} 行无法理解：{line}", f"{where}: cannot read the line '{line}'."
                )
            if section == "columns":
                columns.append((match[1], match[2], match[3]))
            else:
                checks.append((match[1], match[2]))
        elif not section:
            grain.append(line.strip())
    select = text.split("\n", len(header))[-1].strip().removesuffix(";")
    try:
        read = references(select)
    except sqlglot.errors.SqlglotError as error:
        raise BuildError(f"{where} 无法解析：{error}", f"{where} cannot be parsed: {error}") from error
    return Model(
        layer,
        name,
        select,
        " ".join(grain),
        key,
        tuple(columns),
        tuple(checks),
        parameters,
        reads,
        read,
        kept_as,
    )


def read_layer(layer: str, folder: Path = SQL) -> list[Model]:
    """All models of one layer, in the order of their names; questions lie in a folder per subject."""
    return [
        parse(layer, path.stem, path.read_text(encoding="utf-8"))
        for path in sorted((folder / layer).rglob("*.sql"), key=lambda path: path.stem)
    ]


def in_build_order(models: Iterable[Model]) -> list[Model]:
    """Models with everything they read before them. A circle, or a table nobody makes, stops here by name."""
    by_name = {model.full_name: model for model in models}
    for model in by_name.values():
        for read in model.references:
            schema = read.split(".")[0]
            if schema not in MAY_READ[model.layer]:
                raise BuildError(
                    f"{model.full_name} 不可读取 {read}：{model.layer} 只可读取 {MAY_READ[model.layer]}。",
                    f"{model.full_name} may not read {read}: {model.layer} reads only {MAY_READ[model.layer]}.",
                )
            if schema in LAYERS and read not in by_name:
                raise BuildError(
                    f"{model.full_name} 读取的 {read} 不存在。请检查表名。",
                    f"{model.full_name} reads {read}, which no file makes. Check the name.",
                )
    graph = {name: [r for r in model.references if r in by_name] for name, model in by_name.items()}
    try:
        ordered = [by_name[name] for name in TopologicalSorter(graph).static_order()]
    except CycleError as error:
        circle = " -> ".join(error.args[1])
        raise BuildError(
            f"SQL 模型互相依赖成环：{circle}", f"SQL models read each other in a circle: {circle}"
        ) from error
    # Layer by layer, so that everything the marts read is there before the first of them.
    return sorted(ordered, key=lambda model: LAYERS.index(model.layer))


@lru_cache(maxsize=4)
def _build_models(folder: Path, _fingerprint: str) -> tuple[Model, ...]:
    return tuple(in_build_order(model for layer in LAYERS for model in read_layer(layer, folder)))


def build_models(folder: Path = SQL) -> tuple[Model, ...]:
    """Staging to marts in build order; parsed once for one state of the folder."""
    return _build_models(folder, fingerprint(folder))


@lru_cache(maxsize=4)
def _query_models(folder: Path, _fingerprint: str) -> dict[str, Model]:
    models = read_layer("queries", folder)
    for model in models:
        for read in model.references:
            if read.split(".")[0] not in MAY_READ["queries"]:
                raise BuildError(
                    f"问题 {model.name} 不可读取 {read}：只可读取 marts。",
                    f"The question {model.name} may not read {read}: questions read marts only.",
                )
    return {model.name: model for model in models}


def query_models(folder: Path = SQL) -> dict[str, Model]:
    """The questions of `sql/queries/`, by name."""
    return _query_models(folder, fingerprint(folder))


def fingerprint(folder: Path = SQL) -> str:
    """A hash of every SQL file: a snapshot made by other SQL is not shown."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*.sql")):
        digest.update(path.relative_to(folder).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
