"""What filing works out in Polars and what a build works out in SQL is the same: what stands, and which rules are broken."""

from __future__ import annotations

import datetime as dt
import itertools
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from pipelines.filing.withdrawing import withdraw
from tests.additions import extend
from tests.filing import standing, take_text
from tests.tiny import BINGYIN, JIAZI, YICHOU, Tiny

# 990101 is another area from 2021-04-09 on; a year before and the period before are among them.
PERIODS = ("2021-03-31", "2021-06-30", "2024-12-31", "2025-09-30", "2025-12-31")
UNITS = {"990101": JIAZI, "990102": YICHOU, "990201": BINGYIN}
COLUMNS = {
    "home_visits": ("visits", "helped"),
    "staffing": ("chief_workers", "deputy_workers", "other_workers", "certified_workers"),
}
figure = st.sampled_from([None, 0, 1, 2, 3, 9, 10, 300, 90_000])
# A rule that reads a register: what counts for the county and for its townships at the period's end.
OF_A_REGISTER = """
[[rules]]
name = "helped_where_pilots_are"
holds = "helped >= 3 * pilots.pilots_standing"
severity = "warning"
says_zh = "有试点而帮扶户数不足"
says_en = "Pilots, and too few households helped"
"""


def _visits(old: str, new: str) -> Callable[[Tiny], None]:
    def change(tiny: Tiny) -> None:
        path = tiny.pack_folder / "datasets" / "home_visits.toml"
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return change


def _townships_end(tiny: Tiny) -> None:
    for code in BINGYIN:
        tiny.change("areas", {"area_code": code}, valid_to="2025-10-31")


# What may change in a pack or a programme after returns were accepted.
LATE: dict[str, Callable[[Tiny], None]] = {
    "nothing": lambda tiny: None,
    "a lower limit": _visits("limit = 100_000", "limit = 200"),
    "no townships any more": _visits('levels = ["county", "township"]', 'levels = ["county"]'),
    "a later beginning": _visits("levels =", "first_period = 2025-12-31\nlevels ="),
    "townships that end": _townships_end,
    "a township unknown": lambda tiny: tiny.remove("areas", area_code=JIAZI[1]),
}


@st.composite
def registers(draw: st.DrawFn) -> list[tuple[str, str]]:
    """Files of the register: pilots that begin, end, move and are taken back."""
    files = []
    for _ in range(draw(st.integers(0, 3))):
        lines = ["code,title,area_code,state,done_on,period,withdrawn"]
        codes = draw(st.lists(st.sampled_from(["P1", "P2", "P3"]), min_size=1, unique=True))
        for code in codes:
            area = draw(st.sampled_from([*UNITS, *JIAZI, BINGYIN[0]]))
            state, done_on = draw(st.sampled_from([("under_way", ""), ("done", "2020-12-31")]))
            day = draw(st.sampled_from(["2021-02-01", "2021-06-30", "2025-09-30", "2025-10-01"]))
            lines.append(
                f"{code},{code},{area},{state},{done_on},{day},{draw(st.sampled_from(['', '', 'yes']))}"
            )
        files.append(("pilots", "\n".join([*lines, ""])))
    return files


@st.composite
def filings(draw: st.DrawFn) -> list[tuple[str, str]]:
    """Files of one county each, whole or by township, as dataset and text."""
    files = []
    for _ in range(draw(st.integers(3, 9))):
        dataset = draw(st.sampled_from(sorted(COLUMNS)))
        county = draw(st.sampled_from(sorted(UNITS)))
        periods = draw(st.lists(st.sampled_from(PERIODS), min_size=1, max_size=3, unique=True))
        own = UNITS[county]
        areas = (
            [county] if draw(st.booleans()) else draw(st.lists(st.sampled_from(own), min_size=1, unique=True))
        )
        lines = [",".join(["area_code", "period", *COLUMNS[dataset]])]
        for area, period in itertools.product(areas, periods):
            figures = [draw(figure) for _ in COLUMNS[dataset]]
            if dataset == "staffing":
                figures[-1] = 0
            lines.append(",".join([area, period, *("" if one is None else str(one) for one in figures)]))
        files.append((dataset, "\n".join([*lines, ""])))
    return files


def rows_of(frame: Any, columns: tuple[str, ...]) -> set[tuple[Any, ...]]:
    return set(frame.select("area_code", "period", *columns).iter_rows())


@settings(
    max_examples=16,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    phases=[
        Phase.explicit,
        Phase.reuse,
        Phase.generate,
    ],  # each example is a build: shrinking would take minutes
)
@given(
    registers(),
    filings(),
    st.sampled_from(sorted(LATE)),
    st.lists(st.integers(0, 9), max_size=2, unique=True),
)
def test_filing_and_the_build_agree(
    entered: list[tuple[str, str]], files: list[tuple[str, str]], late: str, taken_back: list[int]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        tiny = extend(Tiny(Path(folder)), severity="warning")
        form = tiny.pack_folder / "datasets" / "home_visits.toml"
        form.write_text(form.read_text(encoding="utf-8") + OF_A_REGISTER, encoding="utf-8")
        told: set[tuple[str, int, str]] = set()
        last, accepted = 0, list[str]()
        for dataset, text in [*entered, *files]:
            if text is files[-1][1]:  # what is filed after a withdrawal is judged by what then stands
                for place in taken_back:
                    if place < len(accepted):
                        withdraw(tiny.home, tiny.pack, accepted[place], "why", "who")
            outcome = take_text(tiny, text, f"{dataset}.csv", dataset=dataset)
            if outcome.status == "accepted":
                accepted.append(str(outcome.batch_id))
            if outcome.status == "accepted" and dataset in COLUMNS:
                assert outcome.batch_id
                last = int(outcome.batch_id.rpartition("-")[2])
                own = {rule.name for rule in tiny.pack.datasets[dataset].all_rules}
                told = {(dataset, int(one.row or 0), one.rule) for one in outcome.warnings if one.rule in own}
        LATE[late](tiny)  # what the pack allows no more stands for neither
        tiny.build()
        cells = tiny.sql("select * from marts.observations where not superseded").to_dicts()
        for dataset, columns in COLUMNS.items():
            in_sql: dict[tuple[str, dt.date], dict[str, int]] = {}
            for cell in cells:
                if cell["dataset"] == dataset:
                    in_sql.setdefault((cell["area_code"], cell["period"]), {})[cell["measure"]] = cell[
                        "value"
                    ]
            expected = {
                (area, period): {
                    name: value for name, value in zip(columns, values, strict=True) if value is not None
                }
                for area, period, *values in rows_of(standing(tiny.home, dataset, tiny.pack), columns)
            }
            known = {place: found for place, found in expected.items() if found}
            assert {
                place: {name: value for name, value in found.items() if value is not None and name in columns}
                for place, found in in_sql.items()
                if any(value is not None for value in found.values())
            } == known
        if late != "nothing":
            return
        # Nothing was filed after the last one: what it was told holds of what stands.
        found = tiny.sql(
            f"select source, file_row, rule from marts.findings where sequence = {last} and source in ('home_visits', 'staffing')"
        )
        assert set(found.iter_rows()) == told
