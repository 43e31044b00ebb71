"""What a page that offers every question knows of them: their names, what each takes, and what is obvious of that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from warehouse import filled
from warehouse.readers import questions

TODAY = filled.TODAY  # the word of an address for today's boundaries


def names() -> set[str]:
    """The questions that there are."""
    return set(questions())


def takes(question: str) -> dict[str, str]:
    """The parameters of a question and their types."""
    return filled.takes(question)


def typed(question: str, name: str, text: str) -> Any:
    """A value of an address as the question's type says. Raises `WrongUse` where it is none."""
    return filled.typed(question, name, text, filled.KEY)


def completed(reader: Any, question: str, options: Mapping[str, Any], areas: Sequence[str]) -> dict[str, Any]:
    """All that a question takes: what is chosen, and the obvious. Raises as `warehouse.filled.completed`."""
    return filled.completed(reader, question, options, areas, filled.KEY)
