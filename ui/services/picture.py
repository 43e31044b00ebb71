"""The picture: a tile for each service, what the colours mean, and the heat table of the counties."""

from __future__ import annotations

from functools import partial

from draw import svg
from draw.heat import Cell, Group, Head, Room, Row, heat
from draw.heat_key import Swatch, key
from draw.palette import Palette, palette, ramp_of
from draw.scales import value_ranges
from draw.share_tiles import Tile, share_tiles
from files import tree
from ui.frame import choices, device
from ui.frame.kept import kept
from ui.frame.page import Form, Page
from ui.parts import drawing, paper
from ui.services import facts
from ui.services.facts import Services
from ui.services.headline import told
from words import numbers, service_findings

ALL = "all"  # the order by what all services lack together
FEW = 34  # rows that stand in one panel, with more told of each: as many as a country has provinces
WIDE = {
    "zh": Room(1156, 3, 62, 42),
    "en": Room(1156, 3, 78, 42, gap=34),
}
MIDDLE = {
    "zh": Room(744, 2, 66, 48, gap=30, height=626),
    "en": Room(744, 2, 82, 48, gap=30, height=626),
}
NARROW = {"zh": Room(358, 1, 70, 44, lowest=20), "en": Room(358, 1, 84, 42, lowest=20)}
WIDE_FEW = Room(1156, 1, 132, 64, (46, 58), apart=26, lowest=18, height=530)
MIDDLE_FEW = Room(744, 1, 100, 60, (44,), apart=18, lowest=18)
CUTS = (1000, 640)  # pixels: what is narrower than the first has two panels, than the second one
APART = 10.0


def draw(page: Page, form: Form, sort: str | None) -> None:
    """Draw it: a city's row opens the city, a county's its own services; a tile or a head puts its service's weakest first."""
    drawing.show(
        _drawn(sort, device.is_phone(), page, form), key="service_heat", on_pick=partial(picked, form)
    )
    paper.drawing(page, lambda light: _drawn(sort, False, light, form).svg, alternative(page, form))


def alternative(page: Page, form: Form) -> str:
    return page.speech("services.alt", finding=told(page, form)[0], period=form.period_words)


def picked(form: Form, name: str) -> None:
    """Take what a mark names: an order, or an area."""
    kind, _, code = name.rpartition("/")
    if kind == "sort":
        choices.toggle("sort", code)
        return
    rows = facts.by_area(form).get(code)
    if rows is None or rows[0]["area_level"] == "zone":  # a zone is no county that a page could show
        return
    if tree.is_whole(rows[0]):
        choices.choose("city", code)
        choices.choose("county", None)
    else:
        choices.toggle("county", code)


@kept(most=100)
def _drawn(sort: str | None, is_phone: bool, page: Page, form: Form) -> drawing.Drawing:
    colours, is_few = palette(page.theme), len(facts.pictured(form)) <= FEW
    narrow = _whole(sort, page, form, NARROW[page.language])
    label = alternative(page, form)
    if is_phone:
        return drawing.as_it_is(narrow, colours, label)
    rooms = (WIDE_FEW, MIDDLE_FEW) if is_few else (WIDE[page.language], MIDDLE[page.language])
    wide, middle = (_whole(sort, page, form, room) for room in rooms)
    return drawing.in_three((wide, middle, narrow), CUTS, colours, label)


def _whole(sort: str | None, page: Page, form: Form, room: Room) -> svg.Sketch:
    colours = palette(page.theme)
    parts = [
        share_tiles(_tiles(sort, page, form), room.width, colours),
        key(_key(page, form, colours), page.speech("services.hint"), room.width, colours),
        heat(_heads(sort, page, form), _groups(sort, page, form), room, colours),
    ]
    return svg.stacked(parts, APART)


def grounds(colours: Palette) -> tuple[str, ...]:
    """The colour of each class, weakest first: no document sets a target here, so the weak side is pale, never the alarm."""
    weak, strong = (ramp_of((colours.page, end), 3)[1] for end in (colours.below[0], colours.above[0]))
    return colours.below[0], weak, strong, *colours.above[:2]


# ---------------------------------------------------------------- tiles


def _tiles(sort: str | None, page: Page, form: Form) -> list[Tile]:
    speech, found = page.speech, facts.by_area(form)
    counties = facts.counties(form, form.root)
    tiles = []
    for place, row in enumerate(facts.here(form)):
        is_known = row["communities_without"] is not None
        everywhere = found[form.root][place] if form.root in found else row
        tip = [service_findings.name(speech, row), *_tip(page, form, row)]
        tiles.append(
            Tile(
                service_findings.name(speech, row),
                service_findings.share(row) if is_known else service_findings.state(speech, row),
                service_findings.change(speech, row),
                service_findings.without(speech, row) if is_known else "",
                service_findings.facilities(speech, row) if is_known else "",
                _share(row),
                [share for rows in counties if (share := _share(rows[place])) is not None]
                if form.county
                else (),
                None if form.area == form.root else _share(everywhere),
                "\n".join(tip),
                f"sort/{row['service']}",
                sort == row["service"],
            )
        )
    return tiles


def _share(row: facts.Row) -> float | None:
    if row["communities_with"] is None or not row["communities_told"]:
        return None
    return float(row["communities_with"] / row["communities_told"])


def _tip(page: Page, form: Form, row: facts.Row) -> list[str]:
    """What the tile of a service says: what it rests on, the whole beside a part of it, what a press does."""
    speech = page.speech
    lines = [service_findings.line(speech, row)]
    if row["communities_told"] is not None:
        amounts = {name: numbers.count(row[f"communities_{name}"]) for name in ("with", "told")}
        lines.append(speech("services.tip_of", some=amounts["with"], all=amounts["told"]))
    if row["coverage_before"] is not None and row["parts"] > 1:
        before = numbers.attach(numbers.ratio(row["coverage_before"], 1), "%")
        lines.append(speech.plural("services.tip_before", row["parts_compared"], share=before))
    if form.area != form.root:
        whole = next(
            (one for one in facts.by_area(form).get(form.root, []) if one["service"] == row["service"]), None
        )
        if whole and whole["communities_with"] is not None:
            name = page.short_name(whole)
            lines.append(speech("services.tip_whole", name=name, share=service_findings.share(whole)))
    return [*lines, speech("services.tip_sort")]


# ---------------------------------------------------------------- the key


def _key(page: Page, form: Form, colours: Palette) -> list[Swatch]:
    speech = page.speech
    first = next(iter(facts.by_area(form).values()))[0]
    ranges = value_ranges([float(bound) for bound in first["coverage_bounds"].split("|")])
    ends = {name: numbers.count(first[name]) for name in ("high_from", "low_below")}
    lopsided = sum(map(facts.is_lopsided, facts.shown(form)))
    swatches = [
        Swatch(numbers.attach(words, "%"), ground)
        for words, ground in zip(ranges, grounds(colours), strict=True)
    ]
    swatches.append(Swatch(speech.plural("services.key_lopsided", lopsided, **ends), is_frame=True))
    if any(not facts.is_known(rows) for rows in facts.pictured(form)):
        swatches.append(Swatch(speech("services.key_unfiled"), "url(#hatch)"))
    return swatches


# ---------------------------------------------------------------- the table


def _heads(sort: str | None, page: Page, form: Form) -> list[Head]:
    speech = page.speech
    beside = [speech("services.head_without"), speech("services.head_facilities")]
    heads = [
        Head(
            service_findings.head(speech, row),
            beside,
            "\n".join([service_findings.name(speech, row), speech("services.tip_sort")]),
            f"sort/{row['service']}",
            sort == row["service"],
        )
        for row in facts.here(form)
    ]
    tip = "\n".join(
        [speech("services.head_all"), speech("services.tip_all"), speech("services.tip_sort_all")]
    )
    return [*heads, Head(speech("services.head_all"), (), tip, f"sort/{ALL}", sort == ALL)]


def _groups(sort: str | None, page: Page, form: Form) -> list[Group]:
    """The counties under their cities; in an order of the reader's own, all as one."""
    listed = facts.pictured(form)
    if sort:
        rows = [_row(page, form, one) for one in ordered(listed, sort)]
        return [Group(None, rows)]
    found, by_city = facts.by_area(form), dict[str, list[Services]]()
    for one in listed:
        by_city.setdefault(one[0]["city_code"] or "", []).append(one)
    groups: list[Group] = []
    for city in sorted(by_city, key=lambda code: (not code, code)):
        if city in found:
            head: Row | None = _row(page, form, found[city], is_head=True)
        else:  # counties in no city stand last, under no figures of their own
            head = Row(page.speech("organizations.no_city"), []) if len(by_city) > 1 else None
        groups.append(Group(head, [_row(page, form, one) for one in by_city[city]]))
    return groups


def ordered(listed: list[Services], sort: str) -> list[Services]:
    """The counties by a service, the least covered first, or by what all lack, most first; those not known last."""

    def place(rows: Services) -> tuple[bool, float, str]:
        code = rows[0]["area_code"]
        if sort == ALL:
            lacks = rows[0]["all_without"]
            return lacks is None, -float(lacks or 0), code
        share = next((_share(row) for row in rows if row["service"] == sort), None)
        return share is None, share or 0.0, code

    return sorted(listed, key=place)


def _row(page: Page, form: Form, rows: Services, *, is_head: bool = False) -> Row:
    speech, first, ground = page.speech, rows[0], grounds(palette(page.theme))
    instead = "" if facts.is_known(rows) or is_head else service_findings.state(speech, first)
    city, name = speech.pick(first, "city_short_name"), speech.pick(first, "area_name")
    title = speech("toolbar.county_of_city", county=name, city=city) if city else name
    return Row(
        page.short_name(first),
        [_cell(row, "" if is_head else None, ground) for row in rows],
        "" if instead else numbers.count(first["all_without"]),
        instead,
        not is_head and facts.is_lopsided(rows),
        "\n".join([title, *service_findings.lines(speech, rows)]),
        # A city that is shown already opens nothing.
        "" if first["area_code"] == form.city else f"area/{first['area_code']}",
        first["area_code"] == form.county,
    )


def _cell(row: facts.Row, plain: str | None, ground: tuple[str, ...]) -> Cell:
    if row["coverage_class"] is None:
        return Cell(numbers.DASH)
    fill = ground[row["coverage_class"]] if plain is None else plain
    beside = [numbers.count(row["communities_without"]), numbers.count(row["facilities"])]
    return Cell(numbers.count(row["covered_per_cent"]), fill, beside)
