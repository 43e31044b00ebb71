"""What a visit holds, in its session alone: what was brought, said and settled, what it was read as, what became of it."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import streamlit as st

from ui.frame import choices
from ui.frame.desk import questions, reading
from ui.frame.desk.brought import Brought
from ui.frame.desk.publishing import Committed
from ui.frame.desk.questions import Question
from ui.frame.desk.reading import Lot, OfAll, OfOne

_KEY = "desk_held"


@dataclass
class Held:
    """All of it."""

    round: int = 0  # which zone lies open: after a landing a new one
    by: str = ""  # who files
    in_zone: list[Brought] = field(default_factory=list)  # what lay in the zone when it was last drawn
    kept: list[Brought] = field(default_factory=list)  # what lay in it before another page was looked at
    of_all: dict[str, str | None] = field(default_factory=dict)  # what was said of all files
    viewed: str | None = None
    asked: dict[str, dict[str, Question]] = field(default_factory=dict)  # by file, by question
    answers: dict[str, dict[str, Any]] = field(default_factory=dict)
    left_out: set[str] = field(default_factory=set)
    basis: dict[str, object] = field(default_factory=dict)  # by file, of what its doubts were told
    began: float = 0.0
    read_of: object = None
    lot: Lot | None = None
    committed: Committed | None = None
    told: str = ""

    def of_one(self, file: Brought) -> OfOne:
        """What was settled of a file."""
        said, asked = self.answers.get(file.key, {}), self.asked.get(file.key, {})
        mapped: dict[str, str] = {}
        for key, question in asked.items():
            if question.kind in ("column", "meaning") and said.get(key):
                mapped |= dict(questions.mapping(question, said[key]))
        period = said.get("period")
        return OfOne(
            said.get("dataset"),
            dt.date.fromisoformat(period) if period else None,
            said.get("sheet"),
            said.get("unit"),
            tuple(mapped.items()),
            bool(said.get("confirm")),
        )

    def look(self, files: Sequence[Brought], said: OfAll) -> Lot:
        """The files as they are read now; read anew only where one, or what is said of one, is another. Raises `Problem`."""
        for file in files:
            self._forget_doubts(file, said)
        chosen = [(file, self.of_one(file)) for file in files if file.key not in self.left_out]
        wanted = [(file.key, one) for file, one in chosen], said
        if self.lot is None or self.read_of != wanted:
            self.began = self.began or time.monotonic()
            self.lot, self.read_of = None, None
            self.lot = reading.read(chosen, said)
            self.read_of = wanted
            for read in self.lot.files:
                asked = self.asked.setdefault(read.brought.key, {})
                asked |= {one.key: one for one in read.asked}
        return self.lot

    def _forget_doubts(self, file: Brought, said: OfAll) -> None:
        """What was confirmed of a file read otherwise is not confirmed of what it is read as now."""
        basis = replace(self.of_one(file), confirmed=False), replace(said, filed_by=None)
        if self.basis.setdefault(file.key, basis) != basis:
            self.basis[file.key] = basis
            self.answers.get(file.key, {}).pop("confirm", None)
            self.asked.get(file.key, {}).pop("confirm", None)

    def answer(self, file: str, key: str, widget: str) -> None:
        """From a widget's callback."""
        self.answers.setdefault(file, {})[key] = st.session_state[widget]
        choices.stay()

    def toggle(self, file: str, widget: str) -> None:
        """From the box of a file: whether it is taken along."""
        (self.left_out.discard if st.session_state[widget] else self.left_out.add)(file)
        choices.stay()


def held() -> Held:
    """What this visit holds."""
    found: Held = st.session_state.setdefault(_KEY, Held())
    return found


def begin_anew() -> None:
    """From a button: an empty zone; who files stays."""
    st.session_state[_KEY] = Held(round=held().round + 1, by=held().by)
    choices.stay()
