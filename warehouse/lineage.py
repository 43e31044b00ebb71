"""Finds the columns of a question: those its header adds, and those that pass unchanged from a mart.

A column passes unchanged through CTEs, joins, `*`, `t.*` and unions, under its own name. Whatever is computed or
comes under another name is the question's own and must be described in its header.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlglot import exp

from warehouse.contract import Column, Model
from words.problems import BuildError

# What a select answers with: its columns in order, each the mart's column it is, or None where it is something else.
Answer = dict[str, Column | None]


def columns_of_questions(questions: Sequence[Model], marts: Sequence[Model]) -> tuple[Model, ...]:
    """The questions with all their columns, in the order of their selects.

    Raises:
        BuildError: a column is neither described nor inherited, described though inherited, or not in the select.
    """
    tables: dict[str, Answer] = {
        mart.full_name: {column.name: column for column in mart.columns} for mart in marts
    }
    return tuple(replace(question, columns=_columns(question, tables)) for question in questions)


def inherited(question: Model, marts: Sequence[Model]) -> Answer:
    """What a question's select answers with, each column with the mart's column it is, if any."""
    tables: dict[str, Answer] = {
        mart.full_name: {column.name: column for column in mart.columns} for mart in marts
    }
    return _answer(question.tree, tables)


def _columns(question: Model, tables: Mapping[str, Answer]) -> tuple[Column, ...]:
    answer = _answer(question.tree, tables)
    added = {column.name: column for column in question.columns}
    for name in added:
        if name not in answer:
            raise BuildError("models.column_not_selected", where=question.where, column=name)
    columns = []
    for name, origin in answer.items():
        passes = origin is not None and origin.name == name
        if name in added:
            if passes and not added[name].own:
                raise BuildError("models.described_again", where=question.where, column=name)
            columns.append(added[name])
        elif origin is not None and passes:
            columns.append(origin)
        else:
            raise BuildError("models.not_described", where=question.where, column=name)
    return tuple(columns)


def _answer(tree: exp.Expr, tables: Mapping[str, Answer]) -> Answer:
    """The columns of a select or union; `tables` are the marts and the CTEs known so far, by name."""
    known = dict(tables)
    with_ = tree.args.get("with_")
    for part in with_.expressions if with_ else ():
        known[part.alias] = _answer(part.this, known)
    if isinstance(tree, exp.Subquery):
        return _answer(tree.this, known)
    if isinstance(tree, exp.SetOperation):
        return _common(_answer(tree.left, known), _answer(tree.right, known))
    sources = _sources(tree, known)
    answer: Answer = {}
    for projection in tree.expressions:
        column = projection.unalias()
        if isinstance(column, exp.Column) and isinstance(column.this, exp.Star):
            answer |= sources.get(column.table, {})
        elif isinstance(column, exp.Star):
            for source in sources.values():
                answer |= source
        elif isinstance(column, exp.Column):
            answer[projection.alias_or_name] = _looked_up(column, sources)
        else:
            answer[projection.alias_or_name] = None
    return answer


def _sources(select: exp.Expr, known: Mapping[str, Answer]) -> dict[str, Answer]:
    """What a select reads, by the name it has there."""
    clauses = [select.args.get("from_"), *(select.args.get("joins") or [])]
    sources: dict[str, Answer] = {}
    for clause in clauses:
        if clause is None:
            continue
        read = clause.this
        if isinstance(read, exp.Table):
            name = f"{read.db}.{read.name}" if read.db else read.name
            sources[read.alias_or_name] = dict(known.get(name, {}))
        elif isinstance(read, exp.Subquery):
            sources[read.alias_or_name] = _answer(read.this, known)
        else:
            sources[read.alias_or_name] = {}
    return sources


def _looked_up(column: exp.Column, sources: Mapping[str, Answer]) -> Column | None:
    if column.table:
        return sources.get(column.table, {}).get(column.name)
    return next((source[column.name] for source in sources.values() if column.name in source), None)


def _common(first: Answer, second: Answer) -> Answer:
    """The columns of a union: what they are called in its first select; the same thing only if both mean the same."""
    return {
        name: one if one and other and (one.name, one.means) == (other.name, other.means) else None
        for (name, one), other in zip(first.items(), second.values(), strict=False)
    }
