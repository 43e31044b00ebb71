"""What `pack.toml` may say: its keys, their types, and in our words what is wrong with a value."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic.fields import FieldInfo

from programme import clock
from programme.toml_text import as_toml
from words.problems import PackError, Problem


@dataclass(frozen=True)
class Wanted:
    """Stands beside a type: the key of our words for what the value should be."""

    key: str


def date_of(value: object) -> dt.date | None:
    """A date of a TOML file, written as one or as text; None for anything else, a point in time included."""
    if isinstance(value, str):
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            return None
    return value if type(value) is dt.date else None


def _quarter_end(value: dt.date) -> dt.date:
    if value.month % 3 or (value + dt.timedelta(1)).day != 1 or value.year < 1950:
        raise ValueError
    return value


def _zone_name(value: str) -> str:
    clock.zone(value)
    return value


def _no_repeats(value: list[str]) -> list[str]:
    if len(set(value)) < len(value):
        raise ValueError
    return value


_ONE_LINE = Wanted("settings.line")
Line = Annotated[str, Field(pattern=r"^[^\n]*[^\s][^\n]*$"), _ONE_LINE]
LineOrBlank = Annotated[str, Field(pattern=r"^[^\n]*$"), _ONE_LINE]
Text = Annotated[str, Wanted("settings.text")]
Texts = Annotated[list[str], Wanted("settings.texts")]
Day = Annotated[dt.date, BeforeValidator(lambda value: date_of(value)), Wanted("settings.day")]
QuarterEnd = Annotated[
    dt.date,
    BeforeValidator(lambda value: date_of(value)),
    AfterValidator(_quarter_end),
    Wanted("settings.quarter_end"),
]
Languages = Annotated[
    list[Literal["zh", "en"]],
    Field(min_length=1),
    AfterValidator(_no_repeats),
    Wanted("settings.languages"),
]
TimeZone = Annotated[str, AfterValidator(_zone_name), Wanted("settings.timezone")]
Years = Annotated[int, Field(ge=0, le=200), Wanted("settings.years")]
Percent = Annotated[float, Field(ge=0, le=100), Wanted("settings.percent")]
People = Annotated[int, Field(ge=0, le=10**9), Wanted("settings.people")]
Errors = dict[Literal["published", "reported", "estimated"], Percent]


class _Strict(BaseModel):
    """Types are not bent (`true` is no number), and a misspelt key is as good as a missing one: refused."""

    model_config = ConfigDict(extra="forbid", strict=True, validate_assignment=True)


class Map(_Strict):
    """Where the outlines come from."""

    source: Text = ""
    datum: Text = ""
    approval_number: Text = ""
    shapes_missing: Annotated[list[Any], Wanted("settings.codes")] = []


class Group(_Strict):
    """A named group of counties."""

    code: Line
    name_zh: Line
    name_en: Line
    source: LineOrBlank = ""
    counties: Texts


class Simulated(_Strict):
    """What of some datasets is simulated, in words."""

    datasets: Texts
    text_zh: Line
    text_en: Line


class Letterhead(_Strict):
    """What stands at the head and the foot of an official document; what is blank is left out there."""

    organ_zh: LineOrBlank = ""
    organ_en: LineOrBlank = ""
    number_prefix: LineOrBlank = ""
    to_zh: LineOrBlank = ""
    to_en: LineOrBlank = ""
    copies_zh: LineOrBlank = ""
    copies_en: LineOrBlank = ""
    printed_by_zh: LineOrBlank = ""
    printed_by_en: LineOrBlank = ""


class Settings(_Strict):
    """All of `pack.toml`."""

    id: Line
    name_zh: Line
    name_en: Line
    department_zh: LineOrBlank = ""
    department_en: LineOrBlank = ""
    root_area: Line
    timezone: TimeZone = clock.DEFAULT_ZONE
    languages: Languages = ["zh", "en"]
    first_period: QuarterEnd
    headline_indicator: Line | None = None
    programme: LineOrBlank = ""
    sample: LineOrBlank = ""
    sources_note_zh: Text = ""
    sources_note_en: Text = ""
    map: Annotated[Map, Wanted("settings.table")] = Map()
    maximum_age_years: Annotated[dict[str, Years], Wanted("settings.table")] = {}
    denominator_error_percent: Annotated[Errors, Wanted("settings.errors")] = {}
    returned_figure_percent: Percent = 2
    coloured_from_people: People = 20_000
    areas_as_of: Day | None = None
    letterhead: Annotated[Letterhead, Wanted("settings.table")] = Letterhead()
    groups: Annotated[list[Group], Wanted("settings.tables")] = []
    simulated: Annotated[list[Simulated], Wanted("settings.tables")] = []


REQUIRED = tuple(name for name, field in Settings.model_fields.items() if field.is_required())


class SettingError(PackError):
    """A setting of `pack.toml` that cannot be used: its name, its value, and what would be right."""

    def __init__(self, path: Path, setting: str, value: object, wanted: Problem) -> None:
        key = "settings.refused_missing" if value is None else "settings.refused"
        super().__init__(key, path=path, setting=setting, value=as_toml(value), wanted=wanted)
        self.path, self.setting, self.value, self.wanted = path, setting, value, wanted

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.path, self.setting, self.value, self.wanted)


def read_settings(path: Path, raw: dict[str, Any]) -> tuple[Settings, dict[str, list[SettingError]]]:
    """The settings of a file as far as they are right, and by top-level key what is wrong with the others.

    A key that is wrong or missing has no value: asking for it is an AttributeError, or its default where it has one.
    """
    settings = Settings.model_construct()
    errors: dict[str, list[SettingError]] = {}
    for key in (*raw, *(name for name in REQUIRED if name not in raw)):
        try:
            setattr(settings, key, raw.get(key))
        except ValidationError as error:
            found = error.errors(include_url=False, include_context=False)
            told = {one.setting: one for one in (_told(path, raw, one) for one in found)}
            errors[key] = list(told.values())
    return settings, errors


def _told(path: Path, raw: dict[str, Any], error: Any) -> SettingError:
    """One error of pydantic in our words: the setting is the deepest one on the way that has words of its own."""
    place: tuple[str | int, ...] = error["loc"]
    if error["type"] in ("extra_forbidden", "no_such_attribute"):
        known = ", ".join(_model_at(place[:-1]).model_fields)
        return SettingError(
            path, _name(place), _value(raw, place), Problem("settings.unknown_key", known=known)
        )
    depth, key = max(_wanted_on(place))
    return SettingError(
        path, _name(place[:depth]), _value(raw, place[:depth]), Problem(key, setting=str(place[0]))
    )


def _wanted_on(place: tuple[str | int, ...]) -> Iterable[tuple[int, str]]:
    """How deep on the way to a value a type has words of its own, and their key."""
    model: type[BaseModel] = Settings
    field: FieldInfo | None = None
    for depth, step in enumerate(place, start=1):
        if isinstance(step, str) and step in model.model_fields:
            field = model.model_fields[step]
            marks = field.metadata
        elif field is not None and isinstance(step, str):  # a key of a table whose keys are free
            marks = [mark for inner in get_args(field.annotation) for mark in get_args(inner)]
        else:
            marks = []
        yield from ((depth, mark.key) for mark in marks if isinstance(mark, Wanted))
        model = _inner(field) or model


def _model_at(place: tuple[str | int, ...]) -> type[BaseModel]:
    return _inner(Settings.model_fields[str(place[0])]) or Settings if place else Settings


def _inner(field: FieldInfo | None) -> type[BaseModel] | None:
    """The model of a table of settings: that of the field, or of the items of its list."""
    if field is None:
        return None
    for kind in (field.annotation, *get_args(field.annotation)):
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            return kind
    return None


def _name(place: tuple[str | int, ...]) -> str:
    """`groups[1].code`: as a person counts."""
    name = ""
    for step in place:
        name += f"[{step + 1}]" if isinstance(step, int) else f".{step}" if name else step
    return name


def _value(raw: Any, place: tuple[str | int, ...]) -> Any:
    for step in place:
        try:
            raw = raw[step]
        except (KeyError, IndexError, TypeError):
            return None
    return raw
