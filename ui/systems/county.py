"""A county: its systems side by side, with what drags and lifts each."""

from __future__ import annotations

from draw import system_lanes as lanes
from draw.columns import Grid
from draw.palette import palette
from ui.frame import device
from ui.frame.kept import kept
from ui.frame.page import Page
from ui.parts import drawing, paper
from ui.systems import facts, headline, items, ways
from ui.systems.facts import Found
from words import numbers, system_findings

WIDE = {"zh": Grid(1156, 76, 6), "en": Grid(1156, 82, 6)}
NARROW, PHONE = {"zh": Grid(752, 76, 3), "en": Grid(752, 82, 3)}, Grid(358, 22, 2)
LACKS = {"short": "bad", "unfit": "quiet"}
CUT = 1080  # pixels: what is narrower gets two bands, or three


def draw(page: Page, found: Found) -> None:
    """The lanes; a lane opens its system, an indicator its map."""
    drawing.show(_drawn(device.is_phone(), page, found), key="system_lanes", on_pick=ways.picked)
    paper.drawing(page, lambda light: _drawn(False, light, found).svg, headline.told(page, found)[0])


@kept(most=200)
def _drawn(is_phone: bool, page: Page, found: Found) -> drawing.Drawing:
    colours, speech, county = palette(page.theme), page.speech, str(found.quarter.county)
    words = lanes.Words(
        (speech("systems.first_third"), speech("systems.middle_third"), speech("systems.last_third")),
        speech("systems.in_a_year"),
        speech("systems.squares"),
        speech("systems.drags"),
        speech("systems.lifts"),
        speech("systems.no_drag"),
        speech("systems.year_before"),
    )
    drawn = [_lane(page, found, county, system) for system in facts.systems(found)]
    narrow = PHONE if is_phone else NARROW[page.language]
    wide, small = (lanes.lanes(drawn, words, grid, colours) for grid in (WIDE[page.language], narrow))
    return drawing.in_two(wide, small, colours, headline.told(page, found)[0], cut=CUT)


def _lane(page: Page, found: Found, county: str, system: str) -> lanes.Lane:
    speech, row = page.speech, facts.by_county(found)[county][system]
    earlier = facts.before(found, county, system)
    ordered = facts.in_order(found, county, system)
    drags = [one for one, points in ordered if points < 0][: lanes.DRAGS]
    lifts = [one for one, points in ordered if points > 0][-lanes.LIFTS :]
    left = len(ordered) - len(drags) - len(lifts)
    band = None
    if row["position_low"] is not None:
        band = row["position_low"], row["position_middle"], row["position_high"]
    return lanes.Lane(
        speech(f"system.{system}"),
        system_findings.word(speech, row),
        # Too little reported is no judgement of the county's, but whoever looks shall see it.
        system_findings.SAYS.get(row["weak_or_strong"], "quiet") if band else LACKS[system_findings.lack(row)],
        system_findings.band(speech, row),
        band,
        earlier["position_middle"] if earlier else None,
        system_findings.moved(speech, facts.moved(found, row)),
        system_findings.SAYS.get(row["moved"], "quiet"),
        [
            lanes.Square(
                one["third"] or "",
                "\n".join(
                    system_findings.lines(
                        speech, one, page.answers.indicators()[one["indicator_code"]], found.quarter.period
                    )
                ),
            )
            for one in facts.by_place(found, county, system)
        ],
        _counts(page, [one for one, _ in ordered]),
        [items.of_county(page, found, one) for one in drags],
        [items.of_county(page, found, one) for one in lifts],
        speech.plural("systems.more", left) if left > 0 else "",
        "\n".join([system_findings.standing(speech, row), system_findings.moved(speech, facts.moved(found, row)), speech("systems.open")]),
        ways.system(system),
        facts.places(found, system),
    )  # fmt: skip


def _counts(page: Page, rows: list[facts.Row]) -> list[tuple[str, str]]:
    """How many indicators stand in the last third, in the first, of how many, and how many are not known."""
    last, first = (sum(row["third"] == third for row in rows) for third in ("last", "first"))
    missing = sum(facts.is_missing(row) for row in rows)
    found = [
        (f"▼{numbers.count(last)}", "bad" if last else "quiet"),
        (f"▲{numbers.count(first)}", "good" if first else "quiet"),
        (page.speech.plural("systems.of_all", len(rows)), "quiet"),
    ]
    return [*found, (page.speech.plural("systems.lacks", missing), "bad")] if missing else found
