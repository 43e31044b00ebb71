"""Finds what each column of a model is computed from: columns of the tables that its select reads, through CTEs and subqueries.

A column *carries* another where that goes into its value; where it is only looked at, by a condition or to choose among rows, it
*decides*. What joins, filters and groups is left out: it says nothing of where a figure comes from. Rows that are counted are the
column `*` of their table: that of the first one read. The columns of tables made before resolve names that stand without a table;
what is landed and what a pack says may have any column.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sqlglot import exp

from warehouse.contract import Model

Origin = tuple[str, str, bool]  # a table, its column, and whether that is carried
Origins = frozenset[Origin]
Columns = dict[str, Origins]  # a select's columns in order, each with what it is computed from
Edge = tuple[str, str, str, str, bool]  # a model, its column, and what that is computed from
ROWS = "*"
NOTHING: Origins = frozenset()


@dataclass(frozen=True)
class _Relation:
    """What a select reads under one name: its columns, its rows, and the table that may have any other column."""

    columns: Columns
    rows: Origins = NOTHING
    any_of: str = ""

    def origins(self, name: str) -> Origins | None:
        if name in self.columns:
            return self.columns[name]
        return frozenset({(self.any_of, name, True)}) if self.any_of else None


@dataclass(frozen=True)
class _Scope:
    """The names that stand inside a select: what it reads, and what the select around it does."""

    relations: Mapping[str, _Relation]
    around: _Scope | None = None
    parameters: frozenset[str] = field(default=frozenset())  # of a function written in place

    @property
    def rows(self) -> Origins:
        return next(iter(self.relations.values())).rows if self.relations else NOTHING

    def origins(self, column: exp.Column) -> Origins:
        if not column.table and column.name in self.parameters:
            return NOTHING
        named = [self.relations[column.table]] if column.table in self.relations else []
        # A table that may have any column is asked last.
        unnamed = sorted(self.relations.values(), key=lambda one: bool(one.any_of))
        for relation in named if column.table else unnamed:
            found = relation.origins(column.name)
            if found is not None:
                return found
        return self.around.origins(column) if self.around else NOTHING


def origins_of(models: Sequence[Model]) -> dict[str, Columns]:
    """The columns of models in build order, and their rows (`*`), by the model's name, each with what it is computed from.

    A model that another part of the program makes has none.
    """
    known: dict[str, _Relation] = {}
    found: dict[str, Columns] = {}
    for model in models:
        made = _Relation({}) if model.made_by else _relation(model.tree, known, None)
        name = model.full_name
        found[name] = {column: _settled(origins) for column, origins in made.columns.items()}
        if made.rows:
            found[name][ROWS] = made.rows
        known[name] = _Relation(
            {column: frozenset({(name, column, True)}) for column in made.columns},
            frozenset({(name, ROWS, True)}),
        )
    return found


def edges(models: Sequence[Model]) -> tuple[Edge, ...]:
    """The same as rows, in the order of the build and of the selects."""
    return tuple(
        (name, column, *origin)
        for name, columns in origins_of(models).items()
        for column, origins in columns.items()
        for origin in sorted(origins)
    )


def _settled(origins: Origins) -> Origins:
    """What is carried on one way and decides on another is carried."""
    carried = {(table, name) for table, name, carries in origins if carries}
    return frozenset(one for one in origins if one[2] or one[:2] not in carried)


def _relation(tree: exp.Expr, known: Mapping[str, _Relation], around: _Scope | None) -> _Relation:
    """What a select or union answers with; `known` are the tables and CTEs so far, by name."""
    known = dict(known)
    with_ = tree.args.get("with_")
    for part in with_.expressions if with_ else ():
        known[part.alias] = _relation(part.this, known, around)
    if isinstance(tree, exp.Subquery):
        return _relation(tree.this, known, around)
    if isinstance(tree, exp.SetOperation):
        first, second = (_relation(side, known, around) for side in (tree.left, tree.right))
        both = zip(first.columns.items(), second.columns.values(), strict=False)
        return _Relation({name: one | other for (name, one), other in both}, first.rows | second.rows)
    scope = _scope(tree, known, around)
    columns: Columns = {}
    for projection in tree.expressions:
        columns |= _projected(projection, scope, known)
    return _Relation(columns, scope.rows)


def _scope(select: exp.Expr, known: Mapping[str, _Relation], around: _Scope | None) -> _Scope:
    relations: dict[str, _Relation] = {}
    for clause in (select.args.get("from_"), *(select.args.get("joins") or [])):
        if clause is not None:
            relations[clause.this.alias_or_name] = _read(clause.this, known, _Scope(relations, around))
    return _Scope(relations, around)


def _read(read: exp.Expr, known: Mapping[str, _Relation], before: _Scope) -> _Relation:
    """What stands behind `from` or `join`: a table, a select, or a function of what was read before it."""
    if isinstance(read, exp.Table) and isinstance(read.this, exp.Identifier):
        name = f"{read.db}.{read.name}" if read.db else read.name
        return known.get(name) or _Relation({}, frozenset({(name, ROWS, True)}), any_of=name)
    if isinstance(read, exp.Subquery):
        return _relation(read.this, known, before)
    made_of = _union(_named(read, before, known))
    alias = read.args.get("alias")
    names = [one.name for one in alias.columns] if alias else []
    return _Relation(dict.fromkeys([*names, read.alias_or_name], made_of), made_of)


def _projected(projection: exp.Expr, scope: _Scope, known: Mapping[str, _Relation]) -> Columns:
    column = projection.unalias()
    of_one = column.table if isinstance(column, exp.Column) and isinstance(column.this, exp.Star) else ""
    star = column.this if of_one else column
    if isinstance(star, exp.Star):
        left_out = {one.name for one in star.args.get("except_") or ()}
        read = [scope.relations[of_one]] if of_one else scope.relations.values()
        every = [pair for relation in read for pair in relation.columns.items()]
        return {name: origins for name, origins in every if name not in left_out}
    return {projection.alias_or_name: _union(_named(column, scope, known))}


def _union(origins: Iterator[Origins]) -> Origins:
    return frozenset(one for some in origins for one in some)


def _named(tree: exp.Expr, scope: _Scope, known: Mapping[str, _Relation]) -> Iterator[Origins]:
    """What an expression is computed from, a select inside it too."""
    if isinstance(tree, exp.Column):
        yield scope.origins(tree)
    elif isinstance(tree, exp.Select | exp.SetOperation):
        yield from _relation(tree, known, scope).columns.values()
    elif isinstance(tree, exp.Count) and isinstance(tree.this, exp.Star):
        yield scope.rows
    else:
        if isinstance(tree, exp.Lambda):
            names = frozenset(one.name for one in tree.expressions)
            scope = _Scope(scope.relations, scope.around, scope.parameters | names)
        deciding = {id(part) for part in _deciding(tree)}
        for part in tree.iter_expressions():
            for origins in _named(part, scope, known):
                yield _only_deciding(origins) if id(part) in deciding else origins


def _only_deciding(origins: Origins) -> Origins:
    return frozenset((table, name, False) for table, name, _ in origins)


def _deciding(tree: exp.Expr) -> list[exp.Expr]:
    """The parts of an expression that are looked at and do not go into its value."""
    if isinstance(tree, exp.If) or (isinstance(tree, exp.Case) and tree.this):
        return [tree.this]
    if isinstance(tree, exp.Predicate):
        return list(tree.iter_expressions())
    if isinstance(tree, exp.Filter):
        return [tree.expression]
    if isinstance(tree, exp.Window):
        return [part for part in tree.iter_expressions() if part is not tree.this]
    return []
