"""The columns: a level of the path each, its areas as rows, and its sum against the figure one level up."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from files import tree
from ui.drill.facts import Level, Path
from ui.frame import plain
from ui.frame.page import Choice, Page, Row
from ui.parts import choosing, paper
from words import drill_findings, numbers, sentences

LISTED = ("filed_above", "filed_whole", "no_level")  # why nothing would stand in the rows of a column


def draw(page: Page, path: Path) -> None:
    """Side by side; a telephone shows the last alone. A row is a link that opens the next column."""
    st.html(paper.both(page, lambda shown: _columns(shown, path)))


def _columns(page: Page, path: Path) -> str:
    chosen = [level.code for level in path.shown[1:]]
    drawn = [
        _column(page, path.choice, level, chosen[at] if at < len(chosen) else None)
        for at, level in enumerate(path.shown)
    ]
    return f'<div class="drill">{"".join(drawn)}</div>'


@dataclass(frozen=True)
class _Kinds:
    """What a column's rows are told with: ratios where areas have any, gaps where a target is set, else a plain bar."""

    has_ratio: bool
    has_gap: bool
    most: int  # what the longest bar stands for

    @classmethod
    def of(cls, level: Level) -> _Kinds:
        has_gap = any(row["gap"] is not None for row in level.parts)
        most = max([1, *(_length(row, has_gap) for row in level.parts)])
        of_units = level.above["sums_of"] == "filed_units"
        has_ratio = not of_units or any(row["value_shown"] is not None for row in level.parts)
        return cls(has_ratio, has_gap, most)


def _length(row: Row, has_gap: bool) -> int:
    return int(row["gap" if has_gap else "numerator"] or 0)


def _column(page: Page, choice: Choice, level: Level, chosen: str | None) -> str:
    speech = page.speech
    name = plain.html(speech.pick(level.above, "area_name"))
    own = ""
    if (key := tree.address_key(choice.areas.get(level.code, level.above))) is not None:
        which = {"city": None, "county": None} | {key: level.code}
        which["period"] = choice.period.isoformat()
        own = f" <small>{choosing.elsewhere('area_profile', plain.html(speech('menu.area_profile')), **which)}</small>"
    body = "" if level.above["not_added_because"] in LISTED else _table(page, choice, level, chosen)
    told = "".join(
        f"<p>{plain.html(line)}</p>"
        for line in drill_findings.below(speech, level.above, level.parts, choice.indicator)
    )
    kind = "" if _Kinds.of(level).has_ratio else ' class="slim"'
    return f'<section{kind}><h2>{name}{own}</h2>{body}<div class="told">{told}</div></section>'


def _table(page: Page, choice: Choice, level: Level, chosen: str | None) -> str:
    speech, kinds, esc = page.speech, _Kinds.of(level), plain.html
    heads = [sentences.capital(speech.pick(choice.indicator, "numerator_name"))]
    if kinds.has_ratio:
        heads.append(choice.unit)
    if kinds.has_gap:
        heads.append(speech("drill.gap"))
    head = f"<th>{esc(drill_findings.levels(speech, level.parts))}</th>"
    head += "".join(f'<th class="figure">{esc(one)}</th>' for one in heads)
    rows = "".join(_row(page, choice, row, kinds, row["area_code"] == chosen) for row in level.parts)
    return (
        f"<table><thead><tr>{head}<th></th></tr></thead><tbody>{rows}</tbody>"
        f"<tfoot>{_sum(page, choice, level, kinds)}</tfoot></table>"
    )


def _row(page: Page, choice: Choice, row: Row, kinds: _Kinds, is_chosen: bool) -> str:
    speech, esc = page.speech, plain.html
    note = drill_findings.note(speech, row, choice.indicator)
    name = esc(page.short_name(row) if row["area_level"] != "township" else speech.pick(row, "area_name"))
    shown = _link(page, choice, row, name, is_chosen)
    cells = [f'<td class="figure">{numbers.count(row["numerator"])}</td>']
    if kinds.has_ratio:
        sign = "▼" if row["verdict"] == "not_met" else ""
        kind = "figure bad" if sign else "figure"
        cells.append(f'<td class="{kind}">{sign}{numbers.ratio(row["value_shown"], choice.decimals)}</td>')
    if kinds.has_gap:
        cells.append(f'<td class="figure"><b>{esc(drill_findings.gap(speech, row))}</b></td>')
    part = round(100 * _length(row, kinds.has_gap) / kinds.most)
    bar = ("gap" if kinds.has_gap else "plain") if part else "none"
    classes = f"{bar} chosen" if is_chosen else bar
    now = ' aria-current="true"' if is_chosen else ""
    tip = esc(" · ".join(drill_findings.tip(speech, row, choice.indicator)))
    small = f" <small>{esc(note)}</small>" if note else ""
    onward = "›" if shown != name else ""
    return (
        f'<tr class="{classes}"{now} title="{tip}" style="background-size:{part}% 3px"><td>{shown}{small}</td>'
        f'{"".join(cells)}<td class="onward">{onward}</td></tr>'
    )


def _link(page: Page, choice: Choice, row: Row, name: str, is_chosen: bool) -> str:
    """The row's name as a link down, of the one that is open back up; a township or a zone opens nothing."""
    code = row["area_code"]
    match row["area_level"]:
        case "city" | "province":
            return choosing.link(page, name, city=_above(choice, code) if is_chosen else code, county=None)
        case "county":
            return choosing.link(page, name, county=None if is_chosen else code)
    return name


def _above(choice: Choice, code: str) -> str | None:
    """The whole below the root that a city lies in: of one of the country its province."""
    return choice.areas[code]["city_code"] if code in choice.areas else None


def _sum(page: Page, choice: Choice, level: Level, kinds: _Kinds) -> str:
    above, esc = level.above, plain.html
    if above["numerator_in_sum"] is None:
        return ""
    cells = [numbers.count(above["numerator_in_sum"])]
    if kinds.has_ratio:
        cells.append(numbers.ratio(above["value_shown"], choice.decimals))
    if kinds.has_gap:
        in_sum = {**above, "gap": above["gap_in_sum"]}
        cells.append(drill_findings.gap(page.speech, in_sum))
    figures = "".join(f'<td class="figure"><b>{esc(cell)}</b></td>' for cell in cells)
    return f"<tr><td>{esc(page.speech('drill.sum'))}</td>{figures}<td></td></tr>"
