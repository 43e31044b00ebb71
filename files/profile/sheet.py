"""The profile as a file: one HTML page that holds all it shows and asks for nothing, A4 when printed."""

from __future__ import annotations

import re

from draw import svg
from draw.map.ground import Ground
from draw.palette import LIGHT, palette
from files.profile import drawn, pieces
from files.profile.drawn import Seen
from files.profile.facts import Profile
from files.profile.pieces import plain
from programme import clock
from warehouse.readers import Reader
from words import Speech, numbers, periods, profile_findings, sources

NO_NAME = re.compile(r'[\\/:*?"<>|\s.]+')
ROWS, COURSE, MAP = 860.0, (340.0, 124.0), 150.0  # pixels
_SIZES = "--o-caption:13px;--o-least:12px;--o-table:13.5px;"
_STYLE = """
@page { size: A4 portrait; margin: 11mm 12mm; }
body { font: 14px/1.5 FONTS; color: var(--o-text); background: var(--o-page); margin: 0 auto; padding: 18px; max-width: 880px;
  font-variant-numeric: tabular-nums; }
h1 { font-size: 25px; line-height: 1.25; margin: 8px 0 0; }
header p, footer p { font-size: 12.5px; color: var(--o-muted); margin: 2px 0; }
header p.tag { display: inline-block; color: var(--o-bad); border: 1px solid var(--o-bad); border-radius: 4px;
  padding: 1px 8px; font-weight: 600; }
footer { border-top: 1px solid var(--o-rule); margin-top: 12px; padding-top: 6px; }
.top { display: grid; grid-template-columns: auto 340px 1fr; gap: 18px; margin: 10px 0; align-items: start; }
h2 { font-size: 15px; margin: 0; }
svg { display: block; max-width: 100%; height: auto; }
section { margin: 8px 0; }
@media print { body { padding: 0; max-width: none; zoom: 0.74; } }
"""


def contents(reader: Reader, profile: Profile, speech: Speech, ground: Ground) -> str:
    """The whole page, in light colours: what it shows, of which snapshot, from which sources, with the map's approval number."""
    seen = Seen(profile, speech, palette("light"))
    facts = reader.rows("snapshot_facts")[0]
    counties = {row["area_code"]: row for row in reader.rows("areas_on", period=profile.period)}
    name = speech.pick(profile.area, "area_name")
    title = profile_findings.title(speech, name, profile.judged, profile.indicator)
    tag = speech.pick(facts, "simulated_text") and speech("tag.some_simulated")
    tagged = f'<p class="tag">{plain(tag)}</p>' if tag else ""
    colours = "".join(
        f"--o-{one}:{getattr(LIGHT, one)};" for one in ("page", "text", "muted", "good", "bad", "rule")
    )
    style = _STYLE.replace("FONTS", svg.FONTS) + pieces.style()
    unit = speech.pick(profile.indicator, "unit")
    heading = speech.plural("profile.course", len(profile.course), unit=unit)
    top = [
        _drawing(drawn.where(seen, ground, counties, MAP), seen, "") if profile.whole else "",
        f"<div><h2>{plain(heading)}</h2>{_drawing(drawn.the_course(seen, COURSE), seen, heading)}"
        f"{pieces.under_course(seen)}</div>",
        pieces.lacks(seen),
    ]
    peers = profile_findings.peers(
        speech, profile.rows.get(profile.headline), str(profile.area["area_level"])
    )
    key = speech(
        "profile.key" if profile.whole else "profile.key_whole", whole=speech.pick(profile.root, "short_name")
    )
    built = clock.local(facts["built_at"], clock.zone(str(facts["timezone"])))
    foot = [
        sources.sources(speech, facts, speech.pick(facts, "simulated_text") or ""),
        sources.borders(speech, facts),
        speech("profile.snapshot", snapshot=reader.snapshot.id, at=periods.moment(speech, built))
        + " "
        + speech("profile.judged_on", day=periods.date(speech, facts["today"])),
    ]
    return (
        f'<!doctype html><html lang="{speech.language}"><head><meta charset="utf-8"><title>{plain(title)}</title>'
        f'<meta name="viewport" content="width=device-width"><style>:root{{{colours}{_SIZES}}}{style}</style></head><body>'
        f"<header>{tagged}"
        f"<p>{plain(speech('strip.period'))} {plain(periods.period(speech, profile.period))}</p>"
        f"<h1>{plain(title)}</h1>"
        f"<p>{plain(profile_findings.grey(speech, profile.area, profile.judged, profile.indicator))}</p></header>"
        f'<div class="top">{"".join(top)}</div>'
        f"{_drawing(drawn.headlines(seen, ROWS), seen, title)}<p class='told'><small>{plain(key)}<br>{plain(peers)}</small></p>"
        f"{pieces.year(seen)}{pieces.pulls(seen)}{pieces.about(seen)}{pieces.table(seen)}"
        f"<footer>{''.join(f'<p>{plain(line)}</p>' for line in foot if line)}</footer></body></html>\n"
    )


def file_name(profile: Profile, speech: Speech, snapshot: str) -> str:
    """A name that says area, what it is, period and snapshot, in the file's language."""
    parts = [
        speech.pick(profile.area, "area_name"),
        speech("menu.area_profile"),
        periods.period(speech, profile.period),
        snapshot,
    ]
    return "_".join(NO_NAME.sub("-", part) for part in parts) + ".html"


def _drawing(sketch: svg.Sketch, seen: Seen, label: str) -> str:
    if not sketch.body:
        return plain(numbers.DASH)
    hatches = svg.hatches(seen.colours)
    return svg.drawing(sketch.body, sketch.width, sketch.height, label=label, defs=hatches)
