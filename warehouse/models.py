"""The plan of a build: what `sql/` holds, what each file reads, and in which order it is made. Knows no database."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from programme import PROJECT
from programme.content import hash_of
from warehouse import parsed
from warehouse.contract import Column, Model, parse
from warehouse.lineage import columns_of_questions
from warehouse.origins import Edge, edges
from warehouse.parsed import Parsed
from words.problems import BuildError

SQL = PROJECT / "sql"
LAYERS = ("staging", "spine", "sums", "verdicts", "marts")
SOURCES = ("landing", "reference")
# Statements to begin with, for the page on which people write their own: no snapshot is made of them.
SAVED = "saved"
# What each layer reads; the table in sql/README.md says the same, and a test holds them equal.
MAY_READ = {
    "staging": ("landing", "reference", "staging"),
    "spine": ("reference", "staging", "spine"),
    "sums": ("reference", "staging", "spine", "sums"),
    "verdicts": ("reference", "staging", "spine", "sums", "verdicts"),
    # Not each other: marts are made at once.
    "marts": ("reference", "staging", "spine", "sums", "verdicts"),
    "queries": ("marts",),
}
# What a build fills while it makes models: who reads one of these is made after all others of its layer.
WRITING_SQL = ("dataset_tables", "fitting", "landing", "rules", "sources")
FILLED_WHILE_BUILDING = ("reference.findings",)
# What holds other periods in each pass of a build.
BY_PASS = ("reference.pass_periods", "landing.rows")
# What makes marts of marts: another version of it makes another snapshot, as other SQL does.
STATS = PROJECT / "stats"


@dataclass(frozen=True)
class Plan:
    """All that a build makes, as text: an engine carries it out."""

    models: tuple[Model, ...]  # staging to marts, each after what it reads
    questions: tuple[Model, ...]  # each with all its columns
    fingerprint: str
    by_period: frozenset[str] = frozenset()  # names of the models that every pass makes anew for its periods
    fixed: frozenset[str] = frozenset()  # names of those that follow from `sql/`, pack and programme alone
    edges: tuple[Edge, ...] = ()  # what each column of a model is computed from

    @property
    def marts(self) -> tuple[Model, ...]:
        return tuple(model for model in self.models if model.layer == "marts")

    @property
    def beginning(self) -> tuple[Model, ...]:
        """What is made before the first pass, the marts apart: all that is made once, and what it reads of one period."""
        wanted: set[str] = set()
        for model in reversed(self.models):
            if model.layer != "marts" and (
                model.full_name not in self.by_period or model.full_name in wanted
            ):
                wanted |= {model.full_name, *model.references}
        return tuple(model for model in self.models if model.layer != "marts" and model.full_name in wanted)

    @property
    def of_a_pass(self) -> tuple[Model, ...]:
        """What every pass makes for its periods, each after what it reads."""
        return tuple(model for model in self.models if model.full_name in self.by_period)

    @property
    def ending(self) -> tuple[Model, ...]:
        """The marts that are written once, after the last pass."""
        return tuple(
            model for model in self.marts if model.full_name not in self.by_period and not model.made_by
        )

    @property
    def made_of_marts(self) -> tuple[Model, ...]:
        """The marts that `stats` makes, from the other marts, when all of those are there."""
        return tuple(model for model in self.marts if model.made_by)


def plan(folder: Path = SQL, keeping: Path | None = None) -> Plan:
    """What a build of `folder` makes; worked out once for one state of the folder.

    Args:
        folder: where the SQL stands.
        keeping: a folder that keeps what parsing finds for the next process; None for none.

    Raises:
        BuildError: a header cannot be read, a model reads what it may not, columns are not described or twice.
    """
    state = fingerprint(folder)
    if keeping is None:
        return _plan(folder, state)
    kept = parsed.place(keeping, state)
    if (folder, state) not in _known:
        _known[folder, state] = parsed.read(kept)
    made = _plan(folder, state)
    if not kept.exists():
        references = {model.full_name: model.references for model in made.models}
        parsed.keep(kept, Parsed(references, {one.name: one.columns for one in made.questions}, made.edges))
    return made


# What an earlier process found by parsing, by folder and state; used where a plan is worked out for the first time.
_known: dict[tuple[Path, str], Parsed | None] = {}


@lru_cache(maxsize=4)
def _plan(folder: Path, state: str) -> Plan:
    models = build_models(folder)
    questions = tuple(query_models(folder).values())
    known = _known.get((folder, state))
    if known is None or not known.columns.keys() >= {question.name for question in questions}:
        questions = _checked(questions, models)
    else:
        questions = tuple(replace(question, columns=known.columns[question.name]) for question in questions)
    by_period = _reading(models, BY_PASS, once=True)
    moving = _reading(models, ("landing.", "reference.run", *FILLED_WHILE_BUILDING, *BY_PASS), once=False)
    fixed = frozenset(model.full_name for model in models if not model.made_by) - moving
    found = known.edges if known and known.edges else edges(models)
    return Plan(models, questions, state, by_period, fixed, found)


def _checked(questions: tuple[Model, ...], models: tuple[Model, ...]) -> tuple[Model, ...]:
    """The questions with all their columns, when what the headers say fits together."""
    for question in questions:
        for read in question.references:
            if read.split(".")[0] not in MAY_READ["queries"]:
                raise BuildError("models.question_may_not_read", question=question.name, read=read)
    marts = tuple(model for model in models if model.layer == "marts")
    check_meanings((*marts, *questions))
    by_period = _reading(models, BY_PASS, once=True)
    for mart in marts:
        if mart.full_name in by_period and mart.period not in {column.name for column in mart.columns}:
            raise BuildError("models.no_period", where=mart.where, column=mart.period)
    return columns_of_questions(questions, marts)


def _reading(models: Iterable[Model], sources: tuple[str, ...], *, once: bool) -> frozenset[str]:
    """Names of the models that read one of these, through others too; with `once` none that is made once."""
    found: set[str] = set()
    for model in models:
        if (not once or not model.once) and any(
            read in found or read.startswith(sources) for read in model.references
        ):
            found.add(model.full_name)
    return frozenset(found)


def tells(model: Model) -> bool:
    """Whether a model reads what is found while others are made."""
    return any(read in FILLED_WHILE_BUILDING for read in model.references)


def check_meanings(models: Iterable[Model]) -> None:
    """Refuse two meanings or types for one column name, unless all but one header say that theirs is its own.

    A header that says so where nothing else is meant is refused as well.
    """
    first: dict[str, tuple[Model, Column]] = {}
    own: list[tuple[Model, Column]] = []
    for model in models:
        for column in model.columns:
            if column.own:
                own.append((model, column))
                continue
            other, described = first.setdefault(column.name, (model, column))
            if described.means != column.means:
                raise BuildError(
                    "models.two_meanings",
                    column=column.name,
                    first=other.full_name,
                    meaning=f"{described.type}: {described.meaning}",
                    second=model.full_name,
                    other=f"{column.type}: {column.meaning}",
                )
    for model, column in own:
        if column.name not in first or first[column.name][1].means == column.means:
            raise BuildError("models.own_meaning_alone", where=model.where, column=column.name)


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
                    "models.may_not_read",
                    model=model.full_name,
                    read=read,
                    layer=model.layer,
                    readable=list(MAY_READ[model.layer]),
                )
            if schema in LAYERS and read not in by_name:
                raise BuildError("models.nobody_makes", model=model.full_name, read=read)
    graph = {name: [r for r in model.references if r in by_name] for name, model in by_name.items()}
    try:
        ordered = [by_name[name] for name in TopologicalSorter(graph).static_order()]
    except CycleError as error:
        raise BuildError("models.circle", circle=" -> ".join(error.args[1])) from error
    # Layer by layer, so that everything the marts read is there before the first of them.
    return sorted(
        ordered,
        key=lambda model: (LAYERS.index(model.layer), tells(model)),
    )


@lru_cache(maxsize=4)
def _build_models(folder: Path, state: str) -> tuple[Model, ...]:
    models = [model for layer in LAYERS for model in read_layer(layer, folder)]
    known = _known.get((folder, state))
    for model in models:
        if known and model.full_name in known.references:
            # Where the property keeps what parsing finds.
            vars(model)["references"] = known.references[model.full_name]
    return tuple(in_build_order(models))


def build_models(folder: Path = SQL) -> tuple[Model, ...]:
    """Staging to marts in build order; parsed once for one state of the folder."""
    return _build_models(folder, fingerprint(folder))


@lru_cache(maxsize=4)
def _query_models(folder: Path, _fingerprint: str) -> dict[str, Model]:
    return {model.name: model for model in read_layer("queries", folder)}


def query_models(folder: Path = SQL) -> dict[str, Model]:
    """The questions of `sql/queries/`, by name, with the columns they add; all their columns stand in the plan.

    No SQL is parsed here: a page that asks needs the text and the parameters.
    """
    now = time.monotonic()
    seen, found = _lately.get(folder, (-LATELY_SECONDS, None))
    if found is None or now - seen >= LATELY_SECONDS:
        found = _query_models(folder, fingerprint(folder))
        _lately[folder] = now, found
    return found


# A page asks many questions at once: the files they stand in are looked through once for all of them.
LATELY_SECONDS = 1.0
_lately: dict[Path, tuple[float, dict[str, Model]]] = {}


def fingerprint(folder: Path = SQL) -> str:
    """A hash of every SQL file that makes or asks, and of what writes SQL for the datasets: a snapshot of other SQL is not shown."""
    files = [(path.name, path) for path in (Path(__file__).with_name(f"{one}.py") for one in WRITING_SQL)]
    files += [(path.name, path) for path in sorted(STATS.glob("*.py"))]
    return hash_of([*files, *_statements(folder)])


def _statements(folder: Path) -> list[tuple[str, str]]:
    """Every SQL file that makes or asks, by its place in the folder, in the order of their parts: each page looks for them."""
    found, top = [], str(folder)
    for where, folders, names in os.walk(top):
        parts = where[len(top) :].split(os.sep)[1:]  # noqa: PTH206 - a path of its own would take most of the time
        if not parts:
            folders[:] = [name for name in folders if name != SAVED]
        found += [([*parts, name], f"{where}{os.sep}{name}") for name in names if name.endswith(".sql")]
    return [("/".join(parts), path) for parts, path in sorted(found)]
