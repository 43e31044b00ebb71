"""What is said of an indicator at two dates. Rows are those of `period_changes`, `period_classes` and `period_counts`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from words import numbers, sentences, why_findings
from words import periods as dates
from words.catalogue import Speech

Row = Mapping[str, Any]
FEW = 3  # so many are named
DECIDED = ("met", "not_met")
SAME = "same_figure"
# What is said of a verdict that cannot be compared holds of a figure.
# Why there is no change: for the cell of a table, and of several counties by name.
BECAUSE = {
    "new_area": ("why.short_new_area", "why.apart_new_area"),
    "extent": ("change.short_extent", "change.apart_extent"),
    "not_both_known": ("why.short_unknown", "why.apart_unknown"),
    # 0 of a figure beside itself would say that it stayed.
    SAME: ("change.same_figure_key", "change.apart_same_figure"),
}
RISEN, FALLEN = "rose_to_target", "fell_from_target"


def title(speech: Speech, listed: Sequence[Row], indicator: Row, since: str, until: str) -> str:
    """The change of all comparable counties together, and who crossed the target; without one, who rose and fell."""
    known = [row for row in listed if row["change_since"] is not None]
    same = [row for row in listed if row["no_change_because"] == SAME]
    if not known and not same:
        return speech("change.title_none", since=since, period=until)
    if not known:
        days = {row["numerator_date"] for row in same}
        told = {"since": since, "period": until, "name": speech.pick(indicator, "numerator_name")}
        if len(days) == 1:
            return speech("change.title_same_day", day=dates.date(speech, days.pop()), **told)
        return speech("change.title_same_figures", **told)
    together = speech.plural(
        "change.over", len(known), change=amount(speech, known[0]["change_since_of_all"], indicator)
    )
    judged = [row for row in listed if row["verdict"] in DECIDED and row["verdict_then"] in DECIDED]
    if judged:
        up, down = (sum(row["crossing"] == way for row in listed) for way in (RISEN, FALLEN))
        second = (
            speech("change.crossed", up=numbers.count(up), down=numbers.count(down))
            if up or down
            else speech("change.crossed_none")
        )
    else:
        second = counted(speech, known, "change.moved")
    return speech("change.title", since=since, change=together, second=second)


def amount(speech: Speech, change: Any, indicator: Row) -> str:
    """A change with its sign; of a per cent in points."""
    told = numbers.signed(change, int(indicator["decimals"]))
    return speech("change.points", n=told) if indicator["unit_en"] == "%" and told != numbers.DASH else told


def counted(speech: Speech, known: Sequence[Row], key: str) -> str:
    """How many rose, fell and stayed."""
    ways = [row["change_way"] for row in known]
    amounts = {"up": numbers.count(ways.count("rose")), "down": numbers.count(ways.count("fell"))}
    if key == "change.moved":
        return speech("change.moved", **amounts)
    return speech("change.counted", **amounts, same=numbers.count(ways.count("same")))


def crossed(speech: Speech, listed: Sequence[Row], names: Mapping[str, str]) -> list[str]:
    """Who crossed the target either way, by name where few."""
    found = []
    for way, key in ((RISEN, "change.risen"), (FALLEN, "change.fallen")):
        those = [names[row["area_code"]] for row in listed if row["crossing"] == way]
        if 0 < len(those) <= FEW:
            found.append(speech(key, names=speech("list.item").join(those)))
    return found


def met(speech: Speech, row: Row | None) -> str:
    """How many meet the target at a period and how many cannot be judged yet; without a target how many have a figure."""
    if row is None:
        return ""
    if not row["counties_judged"]:
        return speech(
            "change.known",
            n=numbers.count(row["counties_with_value"]),
            all=numbers.count(row["counties_all"]),
        )
    told = [speech("tiles.met", n=numbers.count(row["met"]))]
    if row["unknown"]:
        told.append(speech("change.undecided", n=numbers.count(row["unknown"])))
    return " · ".join(told)


def stood(speech: Speech, row: Row | None, indicator: Row) -> str:
    """A line about a county at a period, with {period} and {figure} left open for the frames that fill them."""
    if row is None:
        return speech("change.tip", period="{period}", told=speech("why.short_new_area"))
    figure = numbers.attach("{figure}", speech.pick(indicator, "unit"))
    if row["value_shown"] is None:
        told = (
            sentences.short_verdict(speech, row, indicator)
            if row["verdict"] != "no_target"
            else sentences.status(speech, row, indicator)
        )
    elif row["verdict"] == "no_target":
        told = figure
    else:
        told = f"{figure} · {sentences.short_verdict(speech, row, indicator)}"
    if not row["is_newest_extent"]:
        told = speech("change.tip_extent", told=told)
    return speech("change.tip", period="{period}", told=told)


def lines(speech: Speech, row: Row, indicator: Row, periods: tuple[str, str]) -> list[str]:
    """What hovering over a change says: the name, both figures, the change or why there is none, who crossed."""
    decimals = int(indicator["decimals"])
    found = [
        speech.pick(row, "area_name"),
        speech("change.tip_both", since=periods[0], then=numbers.ratio(row["value_shown_then"], decimals),
               until=periods[1], now=numbers.ratio(row["value_shown"], decimals)),
    ]  # fmt: skip
    if row["no_change_because"] == SAME:
        found.append(speech("change.tip_same_figure"))
    elif row["no_change_because"]:
        found.append(why_not(speech, row))
    else:
        found.append(speech("change.tip_change", change=amount(speech, row["change_since"], indicator)))
    if row["crossing"]:
        found.append(speech("change.tip_up" if row["crossing"] == RISEN else "change.tip_down"))
    return found


def why_not(speech: Speech, row: Row) -> str:
    """Why there is no change, in a few words; empty where there is one."""
    if not row["no_change_because"]:
        return ""
    return speech(BECAUSE[row["no_change_because"]][0])


def apart(speech: Speech, because: str, names: Sequence[str]) -> str:
    """Who cannot be compared, and why."""
    return speech.plural(
        BECAUSE[because][1], len(names), names=sentences.some(speech, names, why_findings.NAMED)
    )
