"""An indicator as it is drawn: of a county with its place and change, of a whole with the counties weak in its system."""

from __future__ import annotations

from draw.columns import Item
from draw.hairs import Hairs
from ui.frame.page import Page
from ui.parts import definition
from ui.systems import facts, ways
from ui.systems.facts import Found, Row
from words import numbers, system_findings

SIGNS = {"met": "▲", "not_met": "▼"}


def of_county(page: Page, found: Found, row: Row, *, is_whole: bool = False) -> Item:
    """A county's indicator; `is_whole`: with its whole name, where there is room."""
    speech, indicator = page.speech, page.answers.indicators()[row["indicator_code"]]
    known = row["value"] is not None
    judged = row["target_value"] is not None and row["verdict"] in SIGNS
    change, says = system_findings.change(speech, row, indicator)
    return Item(
        speech.pick(indicator, "indicator_name" if is_whole else "short_name"),
        system_findings.figure(speech, row, indicator),
        Hairs(
            facts.values(found, row["indicator_code"]),
            row["value"],
            row["middle_value"],
            float(row["target_value"]) if judged else None,
            is_reversed=indicator["polarity"] == "lower_is_better",
        ),
        system_findings.unit(speech, row, indicator),
        system_findings.place(speech, row),
        system_findings.SAYS.get(row["third"], "plain") if known else "quiet",
        SIGNS[row["verdict"]] if judged else "",
        [(change, says)] if change else (),
        "\n".join([*system_findings.lines(speech, row, indicator, found.quarter.period), speech("systems.to_map")]),
        ways.indicator(row["indicator_code"]),
        _define(page, row["indicator_code"]) if is_whole else None,
    )  # fmt: skip


def of_whole(page: Page, found: Found, system: str, code: str, *, is_whole: bool = False) -> Item:
    """An indicator of all counties shown: its middle, the counties weak in the system, how many got better and worse."""
    speech, indicator = page.speech, page.answers.indicators()[code]
    rows = [facts.indicators(found)[code][county] for county in facts.shown(found) if county in facts.indicators(found)[code]]  # fmt: skip
    weak = facts.counties_where(found, system, "weak")
    by_code = {row["area_code"]: row for row in rows}
    marked = [by_code[one]["value"] for one in weak if one in by_code and by_code[one]["value"] is not None]
    changes = [row["change_is"] for row in rows]
    middle = next((row["middle_value"] for row in rows), None)
    decimals = int(indicator["decimals"])
    told = numbers.ratio(None if middle is None else numbers.halves_up(middle, decimals), decimals)
    unit = speech.pick(indicator, "unit")
    aside = [(f"↗{changes.count('better')}", "good"), (f"↘{changes.count('worse')}", "bad")]
    missing = sum(row["value"] is None for row in rows)
    tip = [
        speech.pick(indicator, "indicator_name"),
        speech("systems.middle_of", told=numbers.attach(told, unit)),
        speech("systems.got_better", better=changes.count("better"), worse=changes.count("worse")),
    ]
    if missing:
        tip.append(speech.plural("systems.counties_missing", missing))
    return Item(
        speech.pick(indicator, "indicator_name" if is_whole else "short_name"),
        told,
        Hairs(
            facts.values(found, code),
            None,
            middle,
            marked=marked,
            is_reversed=indicator["polarity"] == "lower_is_better",
        ),
        unit,
        aside=aside,
        tip="\n".join([*tip, speech("systems.to_map")]),
        pick=ways.indicator(code),
        define=_define(page, code) if is_whole else None,
    )


def _define(page: Page, code: str) -> tuple[str, str]:
    """The way to what an indicator is, and its hint."""
    return ways.definition_of(code), definition.told(page, code)
