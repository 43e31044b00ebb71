"""A figure of a bulletin: its text, and the question, the rows and the column that it is taken from.

A text is put together with its figures marked in it, so that whoever sets it (a page, a document) knows which words are figures.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from typing import Any, Protocol

from words import Speech, numbers, periods

Row = Mapping[str, Any]
HOW_MANY = "*"  # in the place of a column: how many rows there are
NAMED = 40  # names in one list
# Characters of nobody's: they stand round a figure in a text until that is taken apart.
START, MIDDLE, END = "\ue000", "\ue001", "\ue002"
_MARKED = re.compile(f"{START}([^{MIDDLE}]*){MIDDLE}([^{END}]*){END}")


class Asked(Protocol):
    """Who answers questions: a reader, or what pages keep of one."""

    def rows(self, question: str, **parameters: Any) -> list[dict[str, Any]]: ...


@dataclass(frozen=True)
class Source:
    """A column of some rows of a question's answer: those that have these values in these columns.

    `parameters` are as text, lists of it where the question takes several.
    """

    question: str
    parameters: Mapping[str, Any]
    where: Mapping[str, Any]
    column: str


@dataclass(frozen=True)
class Form:
    """How a value is written: the name of its kind, and with how many decimals."""

    kind: str = "count"
    decimals: int = 0


@dataclass(frozen=True)
class Figure:
    """A figure as it stands in a bulletin. `area` is the code of the area that it is about, `label` what it is called in a list."""

    id: str
    label: str
    text: str
    value: str | None
    area: str
    source: Source
    form: Form

    def as_dict(self) -> dict[str, Any]:
        """All of it as JSON takes it."""
        return asdict(self)

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> Figure:
        """The figure that `as_dict` told."""
        return cls(**{**told, "source": Source(**told["source"]), "form": Form(**told["form"])})


@dataclass(frozen=True)
class Run:
    """Words in one piece; a figure has its id."""

    text: str
    figure: str = ""


class Marked(int):
    """A number that stands in a text as a marked figure, in a text that depends on it as well."""

    text: str

    def __new__(cls, number: int, text: str) -> Marked:
        made = super().__new__(cls, number)
        made.text = text
        return made

    def __format__(self, _: str) -> str:
        return self.text

    def __str__(self) -> str:
        return self.text


@dataclass
class Ledger:
    """The figures of a bulletin as they come to stand in it, in one language."""

    asked: Asked
    speech: Speech
    figures: dict[str, Figure] = field(default_factory=dict)
    _answers: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    # Rows of an answer by what stands in some of their columns: of the country there are thousands of figures, each of one of its rows.
    _by_values: dict[tuple[str, tuple[str, ...]], dict[tuple[Any, ...], list[Row]]] = field(
        default_factory=dict
    )

    def rows(self, question: str, **parameters: Any) -> list[dict[str, Any]]:
        """A question's rows, asked once."""
        key = _asked_as(question, parameters)
        if key not in self._answers:
            self._answers[key] = self.asked.rows(question, **parameters)
        return self._answers[key]

    def put(self, name: str, label: str, source: Source, form: Form = Form(), *, area: str = "") -> str:
        """Take a figure in and give it, marked, for a text."""
        value = value_of(self._rows_of(source), source.column)
        text = written(self.speech, value, form)
        self.figures[name] = Figure(name, label, text, told(value), area, source, form)
        return f"{START}{name}{MIDDLE}{text}{END}"

    def number(self, name: str, label: str, source: Source, form: Form = Form(), *, area: str = "") -> Marked:
        """The same of a count that is known, as a number that a text may depend on."""
        text = self.put(name, label, source, form, area=area)
        return Marked(int(self.figures[name].value or 0), text)

    def _rows_of(self, source: Source) -> Sequence[Row]:
        """The rows of a question's answer that a source is about."""
        columns = tuple(source.where)
        key = _asked_as(source.question, source.parameters), columns
        if key not in self._by_values:
            found = self._by_values[key] = {}
            for row in self.rows(source.question, **source.parameters):
                found.setdefault(tuple(row[name] for name in columns), []).append(row)
        return self._by_values[key].get(tuple(source.where.values()), [])


def _asked_as(question: str, parameters: Mapping[str, Any]) -> str:
    return repr((question, sorted(parameters.items())))


def value_of(rows: Sequence[Row], column: str) -> Any:
    """What rows say in a column: a value, a list of them where several have it, or how many rows there are."""
    if column == HOW_MANY:
        return len(rows)
    values = [row[column] for row in rows]
    return values[0] if len(values) == 1 else values or None


def told(value: Any) -> str | None:
    """A value as text, exact."""
    if value is None:
        return None
    if isinstance(value, list):
        return "|".join(str(one) for one in value)
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def written(speech: Speech, value: Any, form: Form) -> str:
    """A value as it stands in a bulletin: in Chinese without marks between thousands."""
    return _plain(speech, _FORMS[form.kind](speech, value, form.decimals))


def _plain(speech: Speech, text: str) -> str:
    return text.replace(",", "") if speech.language == "zh" else text


def _size(_: Speech, value: Any, decimals: int) -> str:
    return numbers.signed(abs(value), decimals).lstrip("+") if value is not None else numbers.DASH


def _names(speech: Speech, value: Any, _: int) -> str:
    names = [str(one) for one in (value if isinstance(value, list) else [value])] if value else []
    told = speech("list.item").join(names[:NAMED])
    return speech("list.and_more", names=told) if len(names) > NAMED else told or numbers.DASH


def _year_end(speech: Speech, value: Any, _: int) -> str:
    return periods.year_end(speech, value) if isinstance(value, dt.date) else numbers.DASH


_FORMS: Mapping[str, Callable[[Speech, Any, int], str]] = {
    "count": lambda _, value, __: numbers.count(value),
    "ratio": lambda _, value, decimals: numbers.ratio(value, decimals),
    "signed": lambda _, value, decimals: numbers.signed(value, decimals),
    "size": _size,
    "names": _names,
    "year_end": _year_end,
}


def runs(text: str) -> list[Run]:
    """A text with marked figures, piece by piece."""
    found, end = [], 0
    for one in _MARKED.finditer(text):
        if one.start() > end:
            found.append(Run(text[end : one.start()]))
        found.append(Run(one[2], one[1]))
        end = one.end()
    return [*found, Run(text[end:])] if end < len(text) else found


def close(text: str) -> str:
    """A Chinese text without the blanks that pages set between characters and figures."""
    chinese = r"[\u3400-\u9fff\u3000-\u303f\uff00-\uffef（）“”、，。；：]"
    marks = f"[{START}{END}]"
    text = re.sub(rf"(?<={chinese}) +(?=[\w{START}−+▼])", "", text)
    return re.sub(rf"(?<=[\w%]|{marks}) +(?={chinese})", "", text)
