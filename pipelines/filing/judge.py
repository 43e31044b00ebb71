"""Judges checked files against what stands in a home: whether each lands, repeats what stands, or is refused."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from pipelines.filing import landing, past
from pipelines.filing.changes import Comparison
from pipelines.filing.check import Checked
from pipelines.filing.check_register import CheckedRegister
from pipelines.filing.doubts import worded
from pipelines.filing.draft import Draft
from pipelines.filing.finding import Finding
from pipelines.filing.fit import PLACE, CountsFit, register_rows_that_fit
from pipelines.filing.reference_figures import FILED, ReferenceFigures
from pipelines.filing.rules import RuleJudge
from pipelines.filing.stand import Standing
from pipelines.filing.stand_register import StandingRegister
from programme.datasets import Counts
from programme.packs.area_index import Areas
from programme.packs.pack import Pack
from warehouse.home import Home

AnyChecked = Checked | CheckedRegister


@dataclass(frozen=True)
class Place:
    """Where files are judged: a home, the pack it belongs to, and the pack's areas."""

    home: Home
    pack: Pack
    areas: Areas
    source: str | None = None  # who published the figures; none of returns


class States:
    """What stands in a home, by dataset, loaded when it is first asked for."""

    def __init__(self, place: Place) -> None:
        self.home, self.pack, self.areas = place.home, place.pack, place.areas
        self.published = place.source is not None
        self._counts: dict[str, Standing] = {}
        self._registers: dict[str, StandingRegister] = {}

    def counts(self, name: str) -> Standing:
        """What stands of a dataset of counts."""
        if name not in self._counts:
            dataset = self.pack.datasets.counts[name]
            wanted = ["area_code", "period", *dataset.measure_codes]
            wanted += ["sequence", "simulated", "withdrawn", "source_id"]

            def load(days: list[dt.date]) -> pl.DataFrame:
                rows = landing.landed(self.home, dataset, only=wanted, periods=days)
                return _of_kind(rows, published=self.published and dataset.gives_figures)

            self._counts[name] = Standing(dataset, self.areas, load, self.pack.first_period)
        return self._counts[name]

    @property
    def registers(self) -> dict[str, StandingRegister]:
        """What stands of every register."""
        self.load_registers()
        return self._registers

    def register(self, name: str) -> StandingRegister:
        """What stands of a register."""
        return self.registers[name]

    def load_registers(self) -> None:
        """Load every register: rows of one may refer to keys of another."""
        for name, dataset in self.pack.datasets.registers.items():
            if name not in self._registers:
                rows = register_rows_that_fit(dataset, landing.landed(self.home, dataset))
                self._registers[name] = StandingRegister(dataset, rows)

    @cached_property
    def reference(self) -> ReferenceFigures:
        """The dated figures, with those that counties or sources have filed."""
        filed = [
            pl.concat(
                [
                    standing_rows(self.home, dataset, self.areas, self.pack.first_period).with_columns(
                        status=pl.lit("reported")
                    ),
                    published_rows(self.home, dataset).with_columns(status=pl.lit("published")),
                ]
            ).select("area_code", "period", "status", "filed_on", "sequence", *dataset.measure_codes)
            for dataset in self.pack.datasets.counts.values()
            if dataset.gives_figures
        ]
        index = ["area_code", "period", "status", "filed_on", "sequence"]
        long = [
            frame.unpivot(index=index, variable_name="measure", value_name="value")
            .rename({"period": "reference_date"})
            .select(pl.col(name).cast(kind) for name, kind in FILED.items())
            .drop_nulls("value")
            for frame in filed
        ]
        return ReferenceFigures(self.pack, self.areas, pl.concat([pl.DataFrame(schema=FILED), *long]))

    @property
    def newest(self) -> int:
        """The newest sequence seen in anything that was loaded."""
        loaded = [state.newest for state in self._counts.values()]
        return max([0, *loaded, *(state.newest for state in self._registers.values())])


def judge(place: Place, checked: list[AnyChecked], counter: int) -> int:
    """Say of every file whether it lands, in the order given, each against what stands once those before it do.

    `counter` is the last sequence given out. Returns the one after which theirs begin: a home whose counter was lost
    goes by the rows that are landed.
    """
    states = States(place)
    rules = RuleJudge(
        place.pack.datasets, place.areas, states.counts, states.register, lambda: states.reference
    )
    for part in checked:
        if isinstance(part, Checked):
            states.counts(part.dataset.name).ready(part.periods)
        else:
            states.load_registers()
    base = last = max(counter, states.newest)
    queue = sorted(
        ((draft.order, part, number) for part in checked for number, draft in enumerate(part.drafts)),
        key=lambda entry: entry[0],
    )
    for turn, (_, part, number) in enumerate(queue, start=1):
        if part.drafts[number].errors.total:
            if isinstance(part, Checked):
                _hint_at_units(states, part, number)
            continue
        nobody_asks = turn == len(queue)  # what stands after the last is of no use
        if isinstance(part, Checked):
            accepted = _admit_counts(states, rules, part, number, last + 1)
            if accepted and not nobody_asks:
                states.counts(part.dataset.name).take(part, number, last + 1)
        else:
            accepted = _admit_register(states, part, number)
            if accepted and not nobody_asks:
                states.registers[part.dataset.name].take(part, number, last + 1)
        last += accepted
    for part in checked:
        if isinstance(part, Checked) and not states.published:
            past.note(place.pack, states.counts(part.dataset.name), part)
    return base


def _admit_counts(states: States, rules: RuleJudge, part: Checked, number: int, sequence: int) -> bool:
    """Whether a file of counts is to be landed; a part of a standing return is refused, a repetition marked.

    `sequence` is the one it would land under.
    """
    draft, state = part.drafts[number], states.counts(part.dataset.name)
    outcome = draft.outcome
    findings, total = state.part_of_whole(part, number)
    if total:
        draft.judged_errors.add(findings, total)
        return False
    repeated = state.same_as(part, number)
    if repeated:
        outcome.status, outcome.batch_id = "duplicate", repeated
        return False
    if part.dataset.reads_beside:
        with state.taking(part, number, sequence):
            for rule, listed, count in rules.findings(part, number):
                (draft.judged_errors if rule.severity == "error" else draft.judged_warnings).add(
                    listed, count
                )
    if draft.judged_errors.total:
        _hint_at_units(states, part, number)
        return False
    compared = _comparison(states, part).of(part, number)
    outcome.changes = compared.changes
    doubts = worded(compared, part, number, states.pack, states.areas)
    if not _admit_changes(draft, *doubts, compared.marks()):
        return False
    outcome.status = "accepted"
    outcome.rows_replacing = state.replaced_rows(part, number)
    outcome.rows_added = outcome.rows_read - outcome.rows_replacing
    days = [day for day, _ in part.by_period(number)]
    outcome.periods = sorted(day.isoformat() for day in days)
    aside = state.set_aside(days)
    if aside:
        draft.judged_warnings.add([aside])
    return True


def _comparison(states: States, part: Checked) -> Comparison:
    state = states.counts(part.dataset.name)
    return Comparison(states.pack, part.dataset, state, lambda: states.reference, published=states.published)


def _hint_at_units(states: States, part: Checked, number: int) -> None:
    """Tell of a file that is refused for something else which figures seem to be in another unit: it may be the reason."""
    draft = part.drafts[number]
    if not draft.confirmed:
        compared = _comparison(states, part).in_other_units(part, number)
        draft.judged_errors.add(*worded(compared, part, number, states.pack, states.areas))


def _admit_changes(draft: Draft, doubts: list[Finding], total: int, marks: dict[int, list[str]]) -> bool:
    """Whether what a file changes may land: what is to be confirmed is refused, or noted once it is confirmed."""
    if not total:
        return True
    if not draft.confirmed:
        draft.judged_errors.add(doubts, total)
        return False
    draft.judged_warnings.add(doubts, total)
    draft.marks = marks
    return True


def _admit_register(states: States, part: CheckedRegister, number: int) -> bool:
    """Whether a file of a register is to be landed: its references must be there, a repetition is marked."""
    draft, state = part.drafts[number], states.registers[part.dataset.name]
    outcome = draft.outcome
    repeated = state.same_as(part, number)
    if repeated:
        outcome.status, outcome.batch_id = "duplicate", repeated
        return False
    for finding in state.judged(part, number, states.registers):
        (draft.judged_errors if finding.severity == "error" else draft.judged_warnings).add([finding])
    if draft.judged_errors.total:
        return False
    outcome.changes, doubts, marks = state.changes(part, number)
    if not _admit_changes(draft, doubts, len(doubts), marks):
        return False
    outcome.status = "accepted"
    outcome.rows_replacing = state.replaced_rows(part, number)
    outcome.rows_added = outcome.rows_read - outcome.rows_replacing
    outcome.periods = sorted({row["period"].isoformat() for row in part.rows[part.of(number)]})
    return True


def _of_kind(rows: pl.DataFrame, *, published: bool) -> pl.DataFrame:
    """The landed rows that a source published, or those of returns: neither takes the place of the other."""
    source = pl.col("source_id")
    return rows.filter(source.is_not_null() if published else source.is_null())


def published_rows(home: Home, dataset: Counts) -> pl.DataFrame:
    """The rows of a dataset that sources published: every edition, with all columns of landing."""
    return _of_kind(landing.landed(home, dataset), published=True)


def standing_rows(home: Home, dataset: Counts, areas: Areas, first_period: dt.date) -> pl.DataFrame:
    """The rows of a dataset's returns that stand now: one per area and period, with all columns of landing.

    A row stands when it is the newest of its area and period and no newer return covers its county as a whole, or
    its townships one by one. What the pack (`first_period` is its first) and the programme no longer allow stands not.
    """
    landed = _of_kind(
        landing.landed(home, dataset, only=[*landing.columns(dataset), "withdrawn"]), published=False
    )
    fitting, _ = CountsFit(dataset, areas, first_period).split(landed)
    rows = fitting.drop(PLACE, "withdrawn")
    state = Standing(dataset, areas, lambda days: rows.filter(pl.col("period").is_in(days)), first_period)
    state.ready(rows["period"].unique().sort().to_list())
    return state.rows_standing(rows)
