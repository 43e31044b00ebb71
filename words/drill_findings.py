"""What is said on the way down: title, what stands under a column, a row's note. Rows are those of the question `drill_parts`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from words import headlines, numbers, sentences
from words.catalogue import Speech

Row = Mapping[str, Any]
NAMED = 4  # areas left out that are named before the rest are counted
WHOLES = ("province", "city")  # levels whose figure is a sum of counties
LEVELS = ("province", "city", "county", "township", "zone")


def title(speech: Speech, above: Sequence[Row], parts: Sequence[Row], indicator: Row, period: str) -> str:
    """The gap of the whole, and where on the path it lies; without one the sum. `above`: the areas of the path, the whole first."""
    whole, *path = above
    name = speech.pick(whole, "area_name")
    if whole["numerator"] is None:
        return speech(
            "drill.title_none", name=name, period=period, indicator=speech.pick(indicator, "numerator_name")
        )
    column = "gap" if whole["gap"] else "numerator"
    if column == "gap":
        unit = speech.pick(indicator, "gap_unit")
        head = speech("drill.title_gap", name=name, n=headlines.shortfall(speech, whole), unit=unit)
    else:
        counted = speech.pick(indicator, "numerator_name")
        head = speech("drill.title_sum", name=name, n=numbers.count(whole["numerator"]), counted=counted)
    steps = [_figure(speech, row, column, indicator) for row in path]
    # Below a county nothing is judged, and where the largest of its townships are is no finding.
    largest = max(
        (row for row in parts if row[column] and row["area_level"] in ("province", "city", "county")),
        key=lambda row: row[column],
        default=None,
    )
    if largest is not None:
        figure = _figure(speech, largest, column, indicator)
        steps.append(speech("drill.title_most", figure=figure) if len(parts) > 1 else figure)
    if not steps:
        return head
    first, *inner = steps
    told = speech("drill.title_where", head=head, first=first)
    return told + "".join(speech("drill.title_inner", figure=one) for one in inner)


def gap(speech: Speech, row: Row) -> str:
    """What an area lacks; `at least` so many where some of it is not decided, `up to` so many where nothing is known to be lacking."""
    known, most = row["gap"], row["gap_at_most"]
    if known is None or most is None or most == known:
        return numbers.count(known)
    if not known:
        return speech("gap.up_to", most=numbers.count(most))
    return speech("drill.at_least", n=numbers.count(known))


def _figure(speech: Speech, row: Row, column: str, indicator: Row) -> str:
    if row[column] is None:
        figure = sentences.status(speech, row, indicator)
    else:
        figure = gap(speech, row) if column == "gap" else numbers.count(row[column])
    return speech("drill.title_figure", name=_name(speech, row), n=figure)


def grey(speech: Speech, whole: Row, indicator: Row, period: str) -> str:
    """What is counted, when, how columns are checked, and how many counties are in no sum."""
    counted = sentences.capital(speech.pick(indicator, "numerator_name"))
    parts = [counted, period, speech("drill.grey")]
    if whole["numerator"] is not None and whole["counties_left_out"]:
        parts.append(speech(f"drill.left_out_{_why(whole)}", **_counted(speech, whole, indicator)))
    return " · ".join(parts)


def _counted(speech: Speech, row: Row, indicator: Row) -> dict[str, str]:
    """How many counties and zones within an area are in no sum above them, and what is lacking where nothing can be divided by."""
    zones = row["zones_left_out"]
    counted = [("drill.counties", row["counties_left_out"] - zones), ("drill.zones", zones)]
    return {
        "areas": speech.enumerate([speech.plural(name, number) for name, number in counted if number]),
        "figure": sentences.denominator_figure(speech, indicator),
    }


def _why(row: Row) -> str:
    """Why what is left out within an area is: `unfiled`, for want of a `denominator`, or `either`."""
    lacking = row["left_out_by_denominator"]
    if not lacking:
        return "unfiled"
    return "denominator" if lacking == row["counties_left_out"] else "either"


def levels(speech: Speech, parts: Sequence[Row]) -> str:
    """How many areas of which level stand in a column: 11 cities."""
    counts = {level: sum(row["area_level"] == level for row in parts) for level in LEVELS}
    words = {
        "province": lambda n: speech.plural("drill.provinces", n),
        "city": lambda n: speech.plural("drill.cities", n),
        "county": lambda n: speech.plural("drill.counties", n),
        "township": lambda n: speech.plural("drill.townships", n),
        "zone": lambda n: speech.plural("drill.zones", n),
    }
    return speech("list.item").join(words[level](n) for level, n in counts.items() if n)


def note(speech: Speech, row: Row, indicator: Row) -> str:
    """Behind a row's name: what kind it is where it is no usual one, and what is not filed of it."""
    told = []
    if row["area_level"] == "zone":
        told.append(speech("drill.zone"))
    if row["value_status"] == "not_applicable":
        if row["area_level"] == "zone" and not row["units_expected"]:
            told.append(speech("drill.in_county"))
    elif row["area_level"] in WHOLES and row["counties_left_out"]:
        told.append(
            speech.plural(
                f"drill.city_lacks_{_why(row)}",
                row["counties_left_out"],
                figure=sentences.denominator_figure(speech, indicator),
            )
        )
    elif sentences.lacks_denominators_alone(row):
        figure = sentences.denominator_figure(speech, indicator)
        told.append(speech("legend.denominator_of_part", figure=figure))
    elif row["value_status"] == "partial":
        told.append(
            speech(
                "drill.partial",
                reported=numbers.count(row["units_reported"]),
                expected=numbers.count(row["units_expected"]),
            )
        )
    elif row["value_status"] in ("missing", "not_due"):
        told.append(sentences.status(speech, row, indicator))
    return speech.join(told)


def tip(speech: Speech, row: Row, indicator: Row) -> list[str]:
    """What hovering over an area says, as plain lines: name, figures, verdict, distance."""
    told = [speech.pick(row, "area_name")]
    if row["numerator"] is not None:
        unit = speech.pick(indicator, "gap_unit")
        counted = sentences.capital(speech.pick(indicator, "numerator_name"))
        told.append(f"{counted} {numbers.counted(row['numerator'], unit)}")
    if row["value_shown"] is not None:
        unit = speech.pick(indicator, "unit")
        told.append(numbers.with_unit(row["value_shown"], int(indicator["decimals"]), unit))
    if row["verdict"] != "no_target":
        told.append(sentences.verdict(speech, row, indicator))
        told.append(sentences.distance(speech, row, indicator))
    return [one for one in told if one]


def below(speech: Speech, above: Row, parts: Sequence[Row], indicator: Row) -> list[str]:
    """What stands under a column: whether its sum is the figure one level up, or why there is none; what is left out on both
    sides; which level is skipped; why townships have no ratio."""
    name, why = speech.pick(above, "area_name"), above["not_added_because"]
    if why == "no_level":
        return [speech("drill.no_level", name=name)]
    if why == "filed_above":
        return [speech("drill.published" if indicator["from_figures"] else "drill.filed_above", name=name)]
    if why == "filed_whole":
        return [speech("drill.filed_whole", name=name)]
    if why == "unreported":
        return [speech("drill.unreported", name=name)]
    told = [
        _check(speech, above, name),
        *_left_out(speech, above, parts, indicator),
        *_skipped(speech, above, parts),
    ]
    if above["sums_of"] == "filed_units" and all(row["value_shown"] is None for row in parts):
        told.append(speech("drill.no_ratio", denominator=speech.pick(indicator, "denominator_name")))
    return told


def _check(speech: Speech, above: Row, name: str) -> str:
    if above["adds_up"]:
        return speech("drill.adds_up", name=name)
    return speech("drill.differs", name=name, n=numbers.count(above["numerator"]))


def _left_out(speech: Speech, above: Row, parts: Sequence[Row], indicator: Row) -> list[str]:
    told = []
    if above["sums_of"] == "all_filed":
        told.append(speech("drill.all_filed"))
    if not above["counties_left_out"]:
        return told
    if any(row["area_level"] in WHOLES for row in parts):
        told.append(speech(f"drill.left_out_below_{_why(above)}", **_counted(speech, above, indicator)))
        unfiled = [row for row in parts if row["numerator"] is not None and row["numerator_in_sum"] is None]
        wholes = [_name(speech, row) for row in unfiled if row["area_level"] in WHOLES]
        if wholes:
            told.append(speech("drill.city_not_in", names=speech.enumerate(wholes)))
        return told
    own = [row for row in parts if row["counties_left_out"]]
    if above["sums_of"] == "filed_units":
        return [*told, speech("drill.units_not_in", names=_names(speech, own))]
    unfiled = [row for row in own if not row["left_out_by_denominator"]]
    undivided = [row for row in own if row["left_out_by_denominator"]]
    if unfiled:
        told.append(speech("drill.not_in", names=_names(speech, unfiled)))
    if undivided:
        figure = sentences.denominator_figure(speech, indicator)
        told.append(speech("drill.not_in_denominator", names=_names(speech, undivided), figure=figure))
    return told


def _names(speech: Speech, rows: Sequence[Row]) -> str:
    """The names of areas, of many the first and how many there are."""
    names = [_name(speech, row) for row in rows]
    shown = speech("list.item").join(names[:NAMED])
    return speech.plural("drill.and_others", len(names), names=shown) if len(names) > NAMED else shown


def _skipped(speech: Speech, above: Row, parts: Sequence[Row]) -> list[str]:
    """Counties that stand beside cities: the level between is not there."""
    found = {row["area_level"] for row in parts}
    if not {"city", "county"} <= found:
        return []
    names = [_name(speech, row) for row in parts if row["area_level"] == "county"]
    return [
        speech(
            "drill.skipped", names=sentences.some(speech, names, NAMED), name=speech.pick(above, "area_name")
        )
    ]


def _name(speech: Speech, row: Row) -> str:
    if row["area_level"] == "township":
        return speech.pick(row, "area_name")
    return speech.pick(row, "short_name") or speech.pick(row, "area_name")
