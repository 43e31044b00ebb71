"""What is written of a profile, as HTML: change and pace, systems, what the data lack, cases, and the table of all indicators.

The page and the sheet that leaves as a file show the same. Every word is escaped here; `link` makes an indicator's name a link.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

from files.profile.drawn import SAYS, SIGNS, Seen, held_against
from files.profile.facts import LATE
from words import numbers, periods, profile_findings, system_findings, trend_notes
from words.catalogue import Speech
from words.visible import by_code

Row = Mapping[str, Any]
# The name of an indicator as HTML, from its code and its words.
Link = Callable[[str, str], str]
_KINDS = {"good": "met", "bad": "not_met"}
CASES = 3  # named; the others are counted


@cache
def style() -> str:
    """The style sheet of all this."""
    return Path(__file__).with_name("sheet.css").read_text(encoding="utf-8")


def plain(words: object) -> str:
    """Words between tags: what cannot be seen is shown by its code."""
    return escape(by_code(" ".join(str(words).split())), quote=True)


def as_it_is(_: str, words: str) -> str:
    """A name without a link."""
    return plain(words)


def year(seen: Seen) -> str:
    """What changed on a year before, part by part, or why that is not known; and how long the target takes at this pace."""
    speech, profile = seen.speech, seen.profile
    own = profile.rows.get(profile.headline, {})
    parts = profile_findings.parts(speech, profile.change, profile.indicator, own.get("change_shown"))
    if parts:
        cells = "".join(
            f"<div><dt>{plain(name)}</dt><dd><b>{plain(sides)}</b><small>{plain(did)}</small></dd></div>"
            for name, sides, did in parts
        )
        body = f'<dl class="parts">{cells}</dl>'
    else:
        body = f"<p>{plain(profile_findings.not_split(speech, profile.change))}</p>"
    pace = profile_findings.pace(speech, profile.pace, profile.indicator)
    return (
        f'<section class="told year"><div><h2>{plain(speech("profile.year"))}</h2>{body}</div>'
        f"<div><h2>{plain(speech('profile.pace'))}</h2><p>{plain(pace)}</p></div></section>"
    )


def under_course(seen: Seen) -> str:
    """Of which counties the points of the course are, and why some are open, told as on *Trends*; empty where all are alike."""
    told = trend_notes.of_points(seen.speech, seen.profile.course, seen.profile.indicator)
    return f'<p class="under">{plain(" ".join(told))}</p>' if told else ""


def lacks(seen: Seen) -> str:
    """What the data lack, as a list."""
    speech, profile = seen.speech, seen.profile
    missing = [profile.catalogue[code] for code in profile.missing]
    told = profile_findings.lacks(speech, profile.judged, profile.indicator, missing, len(profile.rows))
    items = "".join(f"<li>{plain(one)}</li>" for one in told)
    return f'<section class="told"><h2>{plain(speech("profile.lacks"))}</h2><ul>{items}</ul></section>'


def pulls(seen: Seen, link: Link = as_it_is, way: str | None = None) -> str:
    """Of each system what drags most and what lifts most; empty where the quarter has no index. `way` leads to all of them."""
    speech, profile = seen.speech, seen.profile
    if not profile.pulls:
        return ""
    cells = []
    for pull in profile.pulls:
        score = pull.score
        standing = score["weak_or_strong"]
        word = system_findings.word(speech, score) if standing in ("weak", "strong") else ""
        band = system_findings.band(speech, score) if score["position_low"] is not None else ""
        says = {"weak": "not_met", "strong": "met"}.get(str(standing), "")
        lines = [
            *(_pull(seen, row, "drags", link) for row in pull.drags),
            *(_pull(seen, row, "lifts", link) for row in pull.lifts),
        ]
        if not pull.drags:
            key = "systems.no_drag" if pull.is_known else "profile.nothing_known"
            lines.insert(0, f"<p>{plain(speech(key))}</p>")
        under = (
            f'<p><small class="{says}">{plain(word)}</small> <small>{plain(band)}</small></p>'
            if word or band
            else ""
        )
        cells.append(f"<div><h3>{plain(speech(f'system.{pull.system}'))}</h3>{under}{''.join(lines)}</div>")
    return (
        f'<section class="told"><h2>{_led(speech("profile.pulls"), way)}</h2>'
        f'<div class="pulls">{"".join(cells)}</div></section>'
    )


def _pull(seen: Seen, row: Row, way: str, link: Link) -> str:
    speech, indicator = seen.speech, seen.profile.catalogue[row["indicator_code"]]
    sign, kind, label = ("▼", "not_met", "profile.drag") if way == "drags" else ("▲", "met", "profile.lift")
    # The unit is in the table below; a per cent sign is part of its figure.
    unit = speech.pick(indicator, "unit")
    figure = numbers.attach(system_findings.figure(speech, row, indicator), unit if unit == "%" else "")
    name = link(row["indicator_code"], speech.pick(indicator, "short_name"))
    return (
        f'<p><span class="{kind}" title="{plain(speech(label))}">{sign}</span> {name} '
        f"<span><b>{plain(figure)}</b> <small>{plain(_place(row))}</small></span></p>"
    )


def about(seen: Seen, ways: Mapping[str, str] | None = None) -> str:
    """Cases and initiatives of the area: how many, the first by name; `ways` are addresses of the pages that tell of them."""
    speech, profile = seen.speech, seen.profile
    lines = []
    if profile.cases:
        names = [speech.pick(row, "title") or str(row["title_zh"]) for row in profile.cases[:CASES]]
        told = speech.plural("profile.cases", len(profile.cases), names=_named(speech, names))
        lines.append(_led(told, (ways or {}).get("pilots")))
    else:
        lines.append(plain(speech("profile.no_cases")))
    late = [row for row in profile.initiatives if row["standing"] in LATE]
    if profile.initiatives:
        first = (late or profile.initiatives)[:CASES]
        names = [speech.pick(row, "title") or str(row["title_zh"]) for row in first]
        key = "profile.initiatives_late" if late else "profile.initiatives"
        told = speech.plural(
            key,
            len(profile.initiatives),
            late=numbers.count(len(late)),
            names=_named(speech, names),
        )
        lines.append(_led(told, (ways or {}).get("initiatives")))
    else:
        lines.append(plain(speech("profile.no_initiatives")))
    items = "".join(f"<li>{line}</li>" for line in lines)
    heading = speech("profile.about", day=periods.date(speech, profile.today))
    return f'<section class="told"><h2>{plain(heading)}</h2><ul>{items}</ul></section>'


def _named(speech: Speech, names: Sequence[str]) -> str:
    """Titles in a list: one that stands several times once. They hold commas of their own."""
    return speech("list.sentence").join(dict.fromkeys(names))


def _led(told: str, way: str | None) -> str:
    return (
        plain(told)
        if way is None
        else f'<a href="{escape(way, quote=True)}" target="_self">{plain(told)}</a>'
    )


def table(seen: Seen, link: Link = as_it_is) -> str:
    """All indicators, system by system: figure, target, those it is held against, place and change."""
    speech, profile = seen.speech, seen.profile
    codes = list(profile.catalogue)
    heads = [
        speech("choice.indicator"),
        speech("systems.column_value"),
        *(words for words, _ in held_against(seen, codes[0])),
        speech("systems.column_place"),
        speech("profile.year_before"),
        speech("choice.period"),
    ]
    last = len(heads) - 1
    kinds = ["", "figure", *["figure aside"] * (last - 3), "figure", "aside"]
    head = "".join(
        f'<th scope="col" class="{kind}">{plain(words)}</th>'
        for kind, words in zip(kinds, heads, strict=True)
    )
    body = []
    for system in dict.fromkeys(row["policy_system"] for row in profile.catalogue.values()):
        inside = [code for code in codes if profile.catalogue[code]["policy_system"] == system]
        body.append(
            f'<tr class="system"><th scope="rowgroup" colspan="{len(heads)}">{plain(speech(f"system.{system}"))}</th></tr>'
        )
        body += [_table_row(seen, code, heads, link) for code in inside]
    return (
        f'<section class="told all"><h2>{plain(speech.plural("profile.all", len(codes)))}</h2>'
        f'<table class="all"><thead><tr>{head}</tr></thead><tbody>{"".join(body)}</tbody></table></section>'
    )


def _table_row(seen: Seen, code: str, heads: Sequence[str], link: Link) -> str:
    speech, profile = seen.speech, seen.profile
    row, indicator = profile.rows.get(code), profile.catalogue[code]
    name = link(code, speech.pick(indicator, "indicator_name"))
    if row is None:
        cells = [(speech("profile.not_yet"), "figure unknown"), *(("", "") for _ in heads[2:])]
    else:
        change, says = profile_findings.change(speech, row, indicator)
        is_known = row["value"] is not None
        unit = speech.pick(indicator, "unit") if is_known else ""
        figure = numbers.attach(system_findings.figure(speech, row, indicator), unit)
        judged = _KINDS.get(SAYS.get(row["verdict"], ""), "") if is_known else "unknown"
        sign = SIGNS.get(row["verdict"], "") if is_known else ""
        cells = [
            (f"{sign}{figure}", f"figure {judged}"),
            *((text, "figure aside") for _, text in held_against(seen, code)),
            (_place(row), "figure aside"),
            (change, f"figure {_KINDS.get(says, '')}"),
            (profile_findings.period_words(speech, row, indicator), "aside"),
        ]
    told = "".join(
        f'<td class="{kind}" data-head="{plain(words)}">{plain(text)}</td>'
        for words, (text, kind) in zip(heads[1:], cells, strict=True)
    )
    return f'<tr><th scope="row">{name}</th>{told}</tr>'


def _place(row: Row) -> str:
    """Its place among all of its level; nothing where it is alone there."""
    if row["place"] is None or row["places"] < 2:
        return ""
    return f"{numbers.count(row['place'])}/{numbers.count(row['places'])}"
