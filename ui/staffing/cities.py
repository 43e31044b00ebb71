"""Where workers are lacking: a row a city (of one city a row a county), with its gap now and a year before, its posts and certificates."""

from __future__ import annotations

from draw import gap_rows
from draw.palette import palette
from files import tree
from ui.frame import choices
from ui.frame.kept import kept
from ui.frame.page import Form, Page
from ui.parts import drawing, paper
from ui.staffing import facts, parts
from words import headlines, numbers, sentences

WIDE, NARROW = 700.0, 358.0
CUT = 640
MOST = 40  # rows in the picture; the table has all
POSTS = ("chief", "deputy", "staff")


def draw(page: Page, form: Form) -> None:
    """The rows; one chooses its city, or its county."""
    title = page.speech("staffing.in_counties" if form.city else "staffing.in_cities")
    parts.heading(title, " ".join(note for note in _notes(page, form) if note))
    drawing.show(_drawn(page, form), key="staff_cities", on_pick=picked)
    paper.drawing(page, lambda light: _drawn(light, form).svg, title)


def _notes(page: Page, form: Form) -> list[str]:
    """What the rows leave out, and what the posts have more than the figures."""
    speech, rows, posts = page.speech, facts.beside(page, form), facts.posts(page, form)
    left = len(rows) - MOST
    notes = [speech.plural("staffing.rows_left", left)] if left > 0 else []
    if any(_workers(posts, row) > (row["numerator"] or 0) for row in rows):
        notes.append(speech("staffing.total_note"))
    return notes if form.city else [*notes, headlines.without_figure(speech, rows)]


def _workers(posts: dict[str, facts.Row], row: facts.Row) -> int:
    own = posts.get(row["area_code"])
    return int(own["workers"] or 0) if own else 0


def picked(way: str) -> None:
    """Choose a city, or a county, or let it go: its level and code."""
    level, _, code = way.partition("/")
    if level == "city":
        choices.choose("city", code)
    else:
        choices.toggle("county", code)


@kept(most=100)
def _drawn(page: Page, form: Form) -> drawing.Drawing:
    speech, indicator, colours = page.speech, facts.indicator(page), palette(page.theme)
    then, posts = facts.gaps_then(page, form), facts.posts(page, form)
    rows = [
        _row(page, row, then.get(row["area_code"]), posts.get(row["area_code"]))
        for row in facts.beside(page, form)[:MOST]
    ]
    heads = gap_rows.Heads(
        speech("choice.county" if form.city else "choice.city"),
        speech.pick(indicator, "unit"),
        speech("staffing.head_gap"),
        speech("staffing.head_lacks"),
        speech("staffing.head_open"),
        speech("staffing.head_posts"),
        speech("staffing.head_total"),
        speech("staffing.head_certified"),
    )
    wide, narrow = (gap_rows.gap_rows(rows, heads, width, colours) for width in (WIDE, NARROW))
    title = speech("staffing.in_counties" if form.city else "staffing.in_cities")
    return drawing.in_two(wide, narrow, colours, title, cut=CUT)


def _row(page: Page, row: facts.Row, then: int | None, posts: facts.Row | None) -> gap_rows.GapRow:
    speech, indicator = page.speech, facts.indicator(page)
    unit = speech.pick(indicator, "gap_unit")
    known = row["value_shown"] is not None
    # Black says nothing: what is not decided has its sign.
    sign = f"{sentences.VERDICT_SYMBOLS['unknown']} " if row["verdict"] == "unknown" else ""
    workers = posts["workers"] if posts else 0
    undecided = row.get("counties_unknown")
    level = str(row.get("area_level") or "county")
    tip = [
        speech.pick(row, "area_name"),
        sentences.verdict(speech, row, indicator),
        *sentences.parts(speech, row, indicator),
        speech("staffing.gap_tip", now=numbers.counted(row["gap"], unit), then=numbers.counted(then, unit)),
    ]
    if posts:
        tip.append(
            speech(
                "staffing.posts_tip",
                chief=numbers.count(posts["chief"]),
                deputy=numbers.count(posts["deputy"]),
                staff=numbers.count(posts["staff"]),
            )
        )
        if posts["certified_share"] is not None:
            tip.append(
                speech(
                    "staffing.certified_tip",
                    n=numbers.count(posts["certified"]),
                    share=f"{posts['certified_share']}",
                )
            )
    return gap_rows.GapRow(
        page.short_name(row),
        f"{sign}{numbers.ratio(row['value_shown'], indicator['decimals'])}" if known else numbers.DASH,
        row["verdict"] == "not_met",
        row["gap"],
        then,
        numbers.count(row["gap"]),
        numbers.count(undecided) if undecided else "",
        [posts[post] / workers for post in POSTS] if posts and workers else [],
        numbers.count(posts["workers"]) if posts else numbers.DASH,
        f"{posts['certified_share']}%" if posts and posts["certified_share"] is not None else numbers.DASH,
        "\n".join(tip),
        f"{'city' if tree.is_whole({'area_level': level}) else 'county'}/{row['area_code']}",
    )
