"""A country as the root: provinces below it, their cities between, sums of all counties; pages drill from nation to county."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
import shapely

from draw.map.vector import Sheet
from files import grounds, tree
from files.bulletin import markdown
from files.bulletin.content import gather
from files.chase import content as chase
from files.profile.sheet import MAP
from programme.packs.checks import check_pack
from programme.packs.limits import LARGEST, MILLION, UNITS, units_summed
from programme.packs.pack import read_pack
from tests.country import COUNTRY, FIRST, IN_CITY, ISLAND, SECOND, SECOND_CITY, STRAIGHT, put_below_a_country
from tests.drawn import drawn_lines
from tests.test_command_line import run
from tests.test_pages import nothing_kept, opened, text_of, title, visit
from tests.test_services import services
from tests.tiny import COUNTIES, PERIOD, WORKERS, Tiny
from ui.change import maps
from ui.drill import where
from ui.frame.kept import forget
from ui.parts import drawing
from warehouse.readers import reader_of

__all__ = ["nothing_kept"]


@pytest.fixture(scope="module")
def filed(tmp_path_factory: pytest.TempPathFactory) -> Tiny:
    """Every county of both provinces but one has filed workers; all of them services, the first ones most."""
    tiny = Tiny(tmp_path_factory.mktemp("country"))
    put_below_a_country(tiny)
    tiny.staff_everywhere({"990101": 40, "990102": 50, "990201": 20, "999001": 30}, simulated=True)
    tiny.staff({IN_CITY: 30, STRAIGHT: 20}, simulated=True)
    units = (*COUNTIES, IN_CITY, STRAIGHT)
    tiny.file(
        "services", {unit: services(10, 9 - place, 4, 5) for place, unit in enumerate(units)}, simulated=True
    )
    tiny.built()
    return tiny


@pytest.fixture
def at_home(filed: Tiny, monkeypatch: pytest.MonkeyPatch) -> Tiny:
    return opened(filed, monkeypatch)


def test_the_pack_of_a_country_is_without_fault(filed: Tiny) -> None:
    check_pack(filed.pack)


def test_the_country_is_the_sum_of_its_counties_and_so_is_each_province(filed: Tiny) -> None:
    values = filed.values()
    counties = {code: row for code, row in values.items() if row["area_level"] == "county"}
    complete = {code: row for code, row in counties.items() if row["value"] is not None}
    assert counties.keys() - complete.keys() == {"990202"}
    for code, inside in (
        (COUNTRY, set(complete)),
        (FIRST, {one for one in complete if one.startswith("99")}),
        (SECOND, {IN_CITY, STRAIGHT}),
        (SECOND_CITY, {IN_CITY}),
    ):
        for side in ("numerator", "denominator"):
            assert values[code][side] == sum(complete[one][side] for one in inside), (code, side)
    assert values[COUNTRY]["value_status"] == "partial"


def test_a_target_of_the_country_judges_its_counties(filed: Tiny) -> None:
    values = filed.values()
    assert {values[code]["target_value"] for code in (IN_CITY, STRAIGHT, "990101")} == {18}
    assert (values[IN_CITY]["verdict"], values[STRAIGHT]["verdict"]) == ("met", "not_met")


def test_the_tree_says_what_lies_straight_below_the_root_and_what_between(filed: Tiny) -> None:
    rows = {
        row["area_code"]: (row["city_code"], row["prefecture_code"], row["city_short_name_zh"])
        for row in filed.sql(f"select * from marts.tree where period = date '{PERIOD}'").to_dicts()
    }
    assert rows[COUNTRY] == rows[SECOND] == (None, None, None)
    assert rows[SECOND_CITY] == (SECOND, None, "邻近")
    assert rows[IN_CITY] == (SECOND, SECOND_CITY, "邻近南山")
    assert rows[STRAIGHT] == (SECOND, None, "邻近")
    assert rows["990101"] == (FIRST, "990100", "试验东江")


def test_below_the_country_stand_provinces_and_below_a_province_its_cities(filed: Tiny) -> None:
    asked = {"indicator": WORKERS, "period": PERIOD}
    below = {
        area: filed.ask("city_compliance", **asked, area=area)["area_code"].to_list()
        for area in (COUNTRY, SECOND, SECOND_CITY, FIRST)
    }
    assert below == {
        COUNTRY: [SECOND, FIRST],
        SECOND: [SECOND_CITY, STRAIGHT],
        SECOND_CITY: [SECOND_CITY],
        FIRST: ["990100", "990200", "999001"],
    }
    heads = filed.ask("compliance_headline", **asked, areas=[COUNTRY, SECOND, SECOND_CITY])
    counted = dict(heads.select("area_code", "counties_all").iter_rows())
    assert counted == {COUNTRY: 7, SECOND: 2, SECOND_CITY: 1}


def test_no_accepted_figure_overflows_however_many_units_a_country_has(tiny: Tiny) -> None:
    """Rule 15: the limit of a measure goes by how many units the pack's own areas can have."""
    few = read_pack(tiny.pack_folder).datasets.counts["staffing"].by_code["other_workers"].limit
    townships = ({"area_code": f"990101{n:05d}", "area_level": "township"} for n in range(40_000))
    common = {"parent_code": "990101", "area_kind": "town", "name_en_status": "official", "source": "tests"}
    names = ("area_name_zh", "area_name_en", "short_name_zh", "short_name_en")
    tiny.add("areas", *({**common, **dict.fromkeys(names, "x"), **one} for one in townships))
    pack = read_pack(tiny.pack_folder)
    units = units_summed(pack.table("areas"), pack.datasets)
    limit = pack.datasets.counts["staffing"].by_code["other_workers"].limit
    assert units["staffing"] > 40_000 > UNITS == units["figures"]
    measures = len(
        pack.table("indicators").filter(indicator_code=WORKERS)["numerator_measures"][0].split("+")
    )
    assert (
        limit * measures * units["staffing"] * 10_000 * MILLION
        <= LARGEST
        < few * measures * units["staffing"] * 10_000 * MILLION
    )


PAGES = (
    "home", "trends", "drill", "area_profile", "exports", "change", "scorecard", "catalogue", "about", "staffing",
    "organizations", "services", "completeness", "why", "pairs",
)  # fmt: skip
MEMBERS = {
    "filing_by_area": {"dataset": "staffing"},
    "organization_counts": {"period": PERIOD},
    "service_coverage": {"period": PERIOD},
    "staff_posts": {"period": PERIOD},
    "area_resources": {"period": PERIOD},
    "tier_stocks": {},
    "acceptance_batches": {},
}


@pytest.mark.parametrize("question", MEMBERS)
@pytest.mark.parametrize("area", [SECOND, SECOND_CITY, FIRST, "990100"])
def test_a_part_of_the_country_has_the_rows_that_it_has_in_the_whole_and_no_other(
    filed: Tiny, question: str, area: str
) -> None:
    asked = MEMBERS[question]
    whole, own = (
        filed.ask(question, **asked, area=one).filter(pl.col("area_code") != COUNTRY)
        for one in (COUNTRY, area)
    )
    inside = filed.sql(
        f"select distinct area_code from marts.tree where '{area}' in (area_code, city_code, prefecture_code)"
    )["area_code"].to_list()
    expected = whole.filter(pl.col("area_code").is_in(inside))
    if question == "staff_posts":  # of the area asked for and what is below it
        assert not own.is_empty()
    assert own.sort(pl.all()).equals(expected.sort(pl.all()))


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("area", [{}, {"city": SECOND}, {"city": SECOND_CITY}, {"county": IN_CITY}])
def test_a_page_shows_the_country_a_province_a_city_of_it_and_a_county(
    at_home: Tiny, page: str, language: str, area: dict[str, str]
) -> None:
    shown = visit(page, language, **area)
    assert not shown.exception
    assert not shown.error


@pytest.fixture
def drawn(at_home: Tiny, monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
    """The codes that marks of a page's first drawing choose, with room for so many counties."""
    found: list[str] = []
    monkeypatch.setattr(drawing, "show", lambda made, **_: found.append(made.svg))

    def codes(page: str, most: int, **query: str) -> list[str]:
        found.clear()
        monkeypatch.setattr(tree, "MOST_COUNTIES", most)
        forget()
        visit(page, **query)
        return re.findall(r'data-pick="area/(\d+)["/]', found[0])

    return codes


@pytest.mark.parametrize("page", ["completeness", "services"])
def test_more_counties_than_have_room_are_drawn_by_province(
    drawn: Callable[..., list[str]], page: str
) -> None:
    assert {IN_CITY, STRAIGHT, "990101"} <= set(drawn(page, 10))
    assert set(drawn(page, 3)) == {FIRST, SECOND}
    assert IN_CITY in drawn(page, 3, city=SECOND)


def test_a_scorecard_of_more_counties_than_have_room_has_the_weakest_and_says_so(
    at_home: Tiny, drawn: Callable[..., list[str]]
) -> None:
    sorting = {"sort": "elderly_service_coverage"}
    everyone = list(dict.fromkeys(drawn("scorecard", 7, **sorting)))
    assert len(everyone) == 7
    assert list(dict.fromkeys(drawn("scorecard", 2, **sorting))) == everyone[:2]
    weakest = list(dict.fromkeys(drawn("scorecard", 7, sort="weak")))[:2]
    assert set(drawn("scorecard", 2)) == set(weakest)
    assert "2 个县，其余 5 个" in text_of(visit("scorecard"))
    assert "the table 5 more" in text_of(visit("scorecard", "en"))
    assert "其余" not in text_of(visit("scorecard", city=SECOND))


def test_the_way_down_leads_from_the_country_to_a_county(at_home: Tiny) -> None:
    words = text_of(visit("drill", county=IN_CITY))
    for name in ("试验国", "邻近省", "南山市", "己巳区"):
        assert name in words, name


@pytest.mark.parametrize(
    ("query", "label"),
    [({}, "各省："), ({"city": "990000"}, "试验各市（州）："), ({"city": "990100"}, "东江各县：")],
)
def test_what_lies_below_is_called_what_it_is(at_home: Tiny, query: dict[str, str], label: str) -> None:
    drawn = " ".join(one.value for one in visit("area_profile", **query).html)
    assert re.search(r'<nav class="siblings" aria-label="([^"]+)"', drawn).group(1).endswith(label)  # type: ignore[union-attr]


def test_a_province_is_called_one_and_the_country_is_the_whole(at_home: Tiny) -> None:
    shown = visit("home")
    box = next(one for one in shown.selectbox if one.label == "省份")
    assert box.options == ["全部", "邻近省", "　南山市", "试验省", "　东江市", "　西山市"]
    assert "7" in title(shown) or "4" in title(shown)
    assert "设区市" not in {one.label for one in visit("home").selectbox}


def test_a_bulletin_of_the_country_tells_of_its_provinces(filed: Tiny) -> None:
    for language, told, other in (("zh", "各省情况", "各市"), ("en", "Table 1 has the provinces", "cities")):
        text = markdown.contents(gather(filed.reader, language, WORKERS, PERIOD))
        assert told in text
        assert other not in text


def test_a_chase_list_of_the_country_has_the_countrys_words(filed: Tiny) -> None:
    root = filed.ask("snapshot_facts")["root_area"][0]
    lists = chase.gather(filed.reader, "zh", PERIOD, root)
    assert lists
    assert {one.speech("choice.city") for one in lists} == {"省份"}


@pytest.mark.parametrize(("language", "words"), [("zh", "粗线为省界"), ("en", "borders of")])
def test_a_picture_that_is_written_by_a_command_speaks_of_provinces(
    filed: Tiny, tmp_path: Path, language: str, words: str
) -> None:
    file = tmp_path / "map.svg"
    assert run(filed, "picture", "map", "--lang", language, "-o", str(file)).returncode == 0
    assert words in " ".join(re.findall(r">([^<>]+)</text>", file.read_text(encoding="utf-8")))


def is_whole(text: str, filed: Tiny, height: float) -> bool:
    """Whether a map of the country has the island beside it and, in the inset, the line far to the south."""
    ground = grounds.of_whole(filed.ask, insets=False)
    (inset,) = ground.insets
    sheet = Sheet(ground, height)
    left, wide, bottom = ISLAND
    corner = sheet.point((left + wide, bottom))
    lines = drawn_lines(text)
    place = shapely.Polygon(sheet.points(inset.frame))
    framed = [line for line in lines if line.length > 1 and place.buffer(-1).contains(line)]
    return bool(framed) and any(line.distance(shapely.Point(corner)) < 1 for line in lines)


@pytest.mark.parametrize(
    ("page", "query", "height"),
    [
        ("change", {}, maps.HEIGHT),
        ("drill", {}, where.HEIGHTS[1]),
        ("drill", {"city": SECOND_CITY}, where.PLACE),
        ("drill", {"county": IN_CITY}, where.PLACE),
        ("area_profile", {"county": IN_CITY}, MAP),
    ],
)
def test_no_small_map_of_the_country_is_without_what_is_beside_it_and_far_from_it(
    at_home: Tiny, monkeypatch: pytest.MonkeyPatch, page: str, query: dict[str, str], height: float
) -> None:
    """Not one of the maps of *Two dates* is."""
    found: list[str] = []
    monkeypatch.setattr(drawing, "show", lambda made, **_: found.append(made.shared + made.svg))
    forget()
    visit(page, **query)
    assert any(is_whole(text, at_home, height) for text in found)
    if page == "change":
        shown = next(text for text in found if 'href="#around"' in text)
        for used in ("#around", "#i0"):
            assert shown.count(f'href="{used}"') == 3


def test_a_province_without_cities_has_no_words_for_them(
    tmp_path: Path,
) -> None:
    tiny = Tiny(tmp_path)
    areas = tiny.pack_folder / "areas.csv"
    lines = [line for line in areas.read_text(encoding="utf-8").splitlines() if ",city,city," not in line]
    told = "\n".join(lines).replace(",990100,", ",990000,").replace(",990200,", ",990000,")
    areas.write_text(told + "\n", encoding="utf-8")
    (tiny.pack_folder / "cities.geojson").write_text(
        '{"type": "FeatureCollection", "features": []}', encoding="utf-8"
    )
    tiny.staff_everywhere({"990101": 40, "990201": 20}, simulated=True)
    tiny.build()
    facts = reader_of(tiny.home).rows("snapshot_facts")[0]
    assert facts["parts_level"] == "county"
    told = markdown.contents(gather(reader_of(tiny.home), "zh", WORKERS, PERIOD))
    assert "| 县（市、区） |" in told
    assert "各市" not in told
