"""What an address asks for: the question, how its answer is written, and the parameters, the obvious filled in."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import parse_qsl

from files import snippets, tree
from files.table import CODES
from programme import PROJECT
from ui.frame.kept import kept
from warehouse import filled
from warehouse.readers import Reader, question_named
from words import LANGUAGES
from words.problems import Problem, UnknownName, WrongUse
from words.visible import visible

FORMATS = ("metadata.json", "json", "csv")  # the longest ending first
WRITTEN = (CODES, *LANGUAGES)  # of a file: names and codes of the contract, or words
AREAS = (
    "areas",
    "area",
    "county",
    "city",
)  # the first that is given says which area; pages say it by the last two
LONGEST = 16_000  # letters of what stands behind the question mark
SHOWN = 200  # letters of a wrong value that are told back


@dataclass(frozen=True)
class Place:
    """A question and how its answer is written: what stands before the question mark."""

    question: str
    format: str

    @staticmethod
    def of(path: str) -> Place:
        """What stands behind `/api/v1/`. Raises `UnknownName` where there is no such address."""
        for ending in FORMATS:
            if path.endswith(f".{ending}"):
                question = path.removesuffix(f".{ending}")
                _check_question(question)
                return Place(question, ending)
        question, _, ending = path.partition(".")
        _check_question(question)
        raise UnknownName(
            "addresses.no_format",
            name=_told(path),
            offered=[f"{question}.{one}" for one in reversed(FORMATS)],
        )


def _check_question(question: str) -> None:
    try:
        question_named(question)
    except UnknownName as unknown:
        raise UnknownName(unknown.key, **{**unknown.values, "question": _told(question)}) from None


@dataclass(frozen=True)
class Wanted:
    """An answer of one reader: the place, the language of a file, and all parameters."""

    reader: Reader
    place: Place
    language: str
    parameters: Mapping[str, Any]

    @property
    def key(self) -> str:
        """What tells this answer from others of its reader."""
        return " ".join((self.place.question, self.place.format, self.language, self.query))

    @property
    def query(self) -> str:
        """The parameters as an address says them, all of them."""
        return snippets.query(self.parameters, self.language)

    def mark(self) -> str:
        """What tells this answer's bytes from any others: the snapshot's file, what is asked, and what writes it."""
        told = [self.reader.key, self.key, _writers()]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:32]


def wanted(reader: Reader, place: Place, query: str) -> Wanted:
    """What an address asks of a snapshot.

    Raises:
        WrongUse: a parameter that the question does not take, or twice, a value that is none, or one that is needed and missing.
        UnknownName: a value that the snapshot does not have.
    """
    if len(query) > LONGEST:
        raise WrongUse("addresses.too_long", letters=len(query), most=LONGEST)
    given = tuple(parse_qsl(query, keep_blank_values=True, errors="replace"))
    return _wanted(reader, place, given)


@kept(most=300)
def _wanted(reader: Reader, place: Place, given: tuple[tuple[str, str], ...]) -> Wanted:
    question = place.question
    takes = filled.takes(question)
    options, areas, language = _sorted_out(question, takes, given)
    typed = {name: filled.typed(question, name, text, filled.KEY) for name, text in options.items()}
    try:
        parameters = filled.completed(reader, question, typed, areas, filled.KEY)
        reader.check(question, **parameters)
    except Problem as problem:
        raise _clipped(problem) from None
    _check_by_county(reader, question, parameters)
    return Wanted(reader, place, language, {name: parameters[name] for name in takes if name in parameters})


def _sorted_out(
    question: str, takes: Mapping[str, str], given: tuple[tuple[str, str], ...]
) -> tuple[dict[str, str], list[str], str]:
    """The options, the areas and the language that are given, each checked for its name and its number."""
    areas = [name for name in AREAS if "areas" in takes or ("area" in takes and name != "areas")]
    offered = [name for name in takes if name not in AREAS] + areas + ["lang"]
    names = [name for name, _ in given]
    unknown = sorted({name for name in names if name not in offered})
    if unknown:
        extra = [_told(name) for name in unknown[:5]]
        raise WrongUse("addresses.not_taken", question=question, extra=extra, taken=offered)
    several = ("area", "areas") if "areas" in takes else ()
    for name in names:
        if name not in several and names.count(name) > 1:
            raise WrongUse("addresses.twice", name=name, n=names.count(name))
    codes, language = _areas(given, areas), CODES
    options = {name: _bounded(name, text) for name, text in given if name not in (*AREAS, "lang")}
    for text in (text for name, text in given if name == "lang"):
        language = text
        if text not in WRITTEN:
            raise WrongUse("addresses.no_language", name="lang", text=_told(text), offered=list(WRITTEN))
    return options, codes, language


def _areas(given: tuple[tuple[str, str], ...], names: list[str]) -> list[str]:
    """The codes of the areas: those given as such, else the county of a page's address, else its city; none for the whole."""
    said = {name for name, _ in given if name in names}
    if said & {"area", "areas"} and len(said) > 1:
        raise WrongUse("addresses.area_twice", names=sorted(said))
    chosen = next((name for name in AREAS if name in said), "")
    texts = [text for name, text in given if name == chosen]
    codes = [
        code.strip()
        for text in texts
        for code in (text.split(",") if chosen in ("area", "areas") else [text])
    ]
    return list(dict.fromkeys(codes))


def _bounded(name: str, text: str) -> str:
    if len(text) > SHOWN:
        raise WrongUse("addresses.long_value", name=name, text=_told(text), most=SHOWN)
    return text


def _check_by_county(reader: Reader, question: str, parameters: Mapping[str, Any]) -> None:
    """What is asked of one county has no rows of a city: it says so, as the command line does."""
    if question in filled.BY_COUNTY:
        rows = reader.rows("areas_on", period=parameters["period"])
        if any(tree.is_whole(row) for row in rows if row["area_code"] == parameters["area"]):
            raise WrongUse("parameters.by_county", question=question, needed="area")


def _clipped(problem: Problem) -> Problem:
    """The same with what was given told back as it may be shown."""
    values = {name: _told(one) if isinstance(one, str) else one for name, one in problem.values.items()}
    return type(problem)(problem.key, **values)


def _told(text: str) -> str:
    shown = visible(text)
    return shown if len(shown) <= SHOWN else f"{shown[:SHOWN]}…"


@cache
def _writers() -> str:
    """A hash of all that decides how an answer is written: another version of the service may write it otherwise."""
    digest = hashlib.sha256()
    for folder in ("files", "words", "ui/frame/addresses"):
        for path in sorted((PROJECT / folder).rglob("*.*")):
            if path.suffix in (".py", ".po"):
                digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
