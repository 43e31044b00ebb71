"""What the page found: title, grey line, and what stands where no index can be made."""

from __future__ import annotations

import streamlit as st

from ui.frame import plain
from ui.frame.page import Page, Quarter
from ui.systems import facts
from ui.systems.facts import MANY, Found
from words import numbers, sentences, system_findings

NAMED = 6  # counties that a line names


def told(page: Page, found: Found) -> tuple[str, str]:
    """The finding and the grey line."""
    if found.quarter.county:
        return _of_county(page, found), _county_grey(page, found)
    return _of_whole(page, found), _whole_grey(page, found)


def _of_county(page: Page, found: Found) -> str:
    county = str(found.quarter.county)
    name = page.speech.pick(found.quarter.areas[county], "area_name")
    weak, strong, neither = (facts.systems_where(found, county, one) for one in ("weak", "strong", None))
    rows = facts.by_county(found)[county]
    short, unfit = (
        [system for system in neither if system_findings.lack(rows[system]) == why]
        for why in ("short", "unfit")
    )
    return system_findings.county(page.speech, name, weak, strong, short, unfit)


def _of_whole(page: Page, found: Found) -> str:
    speech, city = page.speech, found.quarter.city
    place = speech("systems.in", name=speech.pick(found.quarter.areas[city], "area_name")) if city else ""
    counts = {system: len(facts.counties_where(found, system, "weak")) for system in facts.systems(found)}
    kind = "city" if city else "whole"
    return system_findings.whole(speech, place, counts, (len(many(found)), kind))


def many(found: Found) -> list[str]:
    """The counties shown that are weak in several systems, in most first."""
    least = MANY["city" if found.quarter.city else "whole"]
    weak = {code: len(facts.systems_where(found, code, "weak")) for code in facts.shown(found)}
    return sorted((code for code in weak if weak[code] >= least), key=lambda code: (-weak[code], code))


def _county_grey(page: Page, found: Found) -> str:
    speech, county = page.speech, str(found.quarter.county)
    rows = [facts.indicators(found)[code].get(county) for code in facts.indicators(found)]
    missing = sum(facts.is_missing(row) for row in rows)
    parts = [_method(page, found), speech.plural("systems.indicators", len(rows), neutral=_neutral(page))]
    if missing:
        parts.append(speech.plural("systems.missing", missing))
    return " · ".join(parts)


def _method(page: Page, found: Found) -> str:
    """How it is judged: among how many counties, which need not be as many in every system."""
    scored = {facts.places(found, system) for system in facts.systems(found)}
    ends = [numbers.count(one) for one in (min(scored), max(scored))]
    told = ends[0] if len(scored) == 1 else page.speech("systems.places_differ", least=ends[0], most=ends[1])
    return page.speech("systems.method", places=told, draws=numbers.count(facts.run(found)["draws"]))


def _neutral(page: Page) -> str:
    """How many indicators have no better end, and so drag and lift nothing."""
    number = sum(row["polarity"] == "neutral" for row in page.answers.indicators().values())
    return page.speech.plural("systems.neutral", number) if number else ""


def _whole_grey(page: Page, found: Found) -> str:
    speech, areas, codes = page.speech, found.quarter.areas, many(found)
    parts = []
    if codes:
        names = sentences.some(speech, [page.short_name(areas[code]) for code in codes], NAMED)
        kind = "city" if found.quarter.city else "whole"
        parts.append(speech(f"systems.many_{kind}", names=names))
    return " · ".join([*parts, _method(page, found)])


def nothing(page: Page, quarter: Quarter) -> None:
    """In the place of a picture where no index can be made of the quarter: why, and what would change it."""
    told = page.speech("systems.nothing", period=quarter.period_words)
    st.html(f'<p class="nothing">{plain.html(told)}</p>')
