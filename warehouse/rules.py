"""The rules of datasets over what stands: the rows that break one are findings, told and kept, and stop no build.

Filing evaluates the same expressions in Polars before a row lands (`pipelines/filing/check.py`, `rules.py`). Here they
find what a warning let in, what a later return made wrong, and what a rule that came later would not let in today.
"""

from __future__ import annotations

from collections.abc import Iterator

from programme.datasets import AnyDataset, Counts, Datasets, Register, Rule
from programme.datasets.dataset import needed_from
from programme.datasets.expressions import OWN, Name, walk
from warehouse.landing import key_of, of_this_pass


def reach(datasets: Datasets) -> int:
    """How many months before its own period the rules of forms look back at most."""
    farthest = 0
    for dataset in datasets.counts.values():
        for scope in needed_from(dataset):
            form, steps = walk(scope)
            other = datasets.counts.get(
                form, dataset
            )  # of a register what stands at the end of the row's own period
            # Of an annual form the newest year end on or before is read: nine months back at most.
            back = 9 if form in datasets.counts and other.cycle == "annual" else 0
            farthest = max(farthest, back + sum(3 * _quarters(other, step) for step in steps))
    return farthest


def finding_selects(datasets: Datasets, of: str) -> Iterator[str]:
    """A select for each rule of the dataset named `of`, with the columns of `reference.findings`."""
    dataset = datasets[of]
    for rule in dataset.all_rules:
        if isinstance(dataset, Counts):
            yield _of_counts(dataset, rule, datasets)
        else:
            yield _of_register(dataset, rule)


def _alias(name: Name) -> str:
    """A column as it stands in the select: of the row itself, or of what was joined to it under its scope."""
    scope = name.scope.replace(".", "_") or "own"
    return f'{scope}."{name.column}"'


def _found(rule: Rule) -> str:
    """The values that a rule looked at, as text."""
    shown = ", ".join(
        f"'{name} = ' || coalesce(cast({_alias(name)} as varchar), '')" for name in rule.expression.names
    )
    return f"concat_ws(', ', {shown})"


def _finding(dataset: AnyDataset, rule: Rule, area: str, subject: str) -> str:
    return (
        f"select '{dataset.name}' as source, '{rule.name}' as rule, '{rule.severity}' as severity, {area} as area_code, "
        f"own.period, own.batch_id, own.sequence, own.file_name, own.file_row, {subject} as subject, {_found(rule)} as found, "
        f"{'own.period' if isinstance(dataset, Counts) else 'cast(null as date)'} as counts_period"
    )


def _broken(rule: Rule) -> str:
    return f"not coalesce({rule.expression.sql(_alias)}, true)"


# ---------------------------------------------------------------- counts


def _of_counts(dataset: Counts, rule: Rule, datasets: Datasets) -> str:
    subject = "own.area_code || ' ' || cast(own.period as varchar)"
    head = _finding(dataset, rule, "own.area_code", subject)
    scopes = sorted({name.scope for name in rule.expression.names} - {""})
    if not scopes:
        # Only the few rows that break the rule are looked up among those that stand.
        own = f"(select own.* from {_landed(dataset)} as own where {_broken(rule)}) as own"
        return f"{head} from {own} {_standing('own', 'filings', dataset)}"
    joins = " ".join(_joined(dataset, scope, datasets) for scope in scopes)
    own = f"{_landed(dataset)} as own {_standing('own', 'filings', dataset)}"
    return f"{head} from {own} {joins} where {_broken(rule)}"


def _landed(dataset: Counts) -> str:
    """What landed, of the periods that are filings in this pass: all of it would be read for every rule in every pass."""
    return f"(select * from {of_this_pass(dataset)})"


def _standing(rows: str, filings: str, dataset: Counts) -> str:
    """The join that leaves the rows of a landing table that stand."""
    return (
        f"join staging.filings as {filings} on {filings}.dataset = '{dataset.name}' "
        f"and {rows}.sequence = {filings}.sequence and {rows}.file_row = {filings}.file_row "
        f"and not {filings}.superseded"
    )


def _joined(dataset: Counts, scope: str, datasets: Datasets) -> str:
    """What a rule reads beside the row, joined under the name of its scope."""
    alias = scope.replace(".", "_")
    columns = needed_from(dataset)[scope]
    if scope == "reference":
        listed = ", ".join(
            f"max(case when measure = '{column}' then value end) as \"{column}\""
            for column in sorted(columns)
        )
        source = (
            f"(select period, area_code, {listed} from sums.aligned_figures where not too_old and not is_other "
            "group by period, area_code)"
        )
        return f"left join {source} as {alias} on own.period = {alias}.period and own.area_code = {alias}.area_code"
    form, steps = walk(scope)
    if form == OWN:
        back = sum(_quarters(dataset, step) for step in steps)
        source = (
            f"(select rows.*, filings.area_valid_from as _extent from {_landed(dataset)} as rows "
            f"{_standing('rows', 'filings', dataset)})"
        )
        return (
            f"left join {source} as {alias} on own.area_code = {alias}.area_code "
            f"and filings.area_valid_from = {alias}._extent and {alias}.period = {_back('own.period', back)}"
        )
    if form in datasets.registers:
        source = _counted(form, sorted(columns))
        return f"left join ({source}) as {alias} on own.area_code = {alias}.area_code and own.period = {alias}.period"
    other = datasets.counts[form]
    period = _aligned("own.period", other)
    for step in steps:
        period = _back(period, _quarters(other, step))
    return (
        f"left join ({_known_figures(other, sorted(columns))}) as {alias} "
        f"on own.area_code = {alias}.area_code and {alias}.period = {period}"
    )


def _quarters(form: Counts, step: str) -> int:
    """How many quarters a step goes back from a period of a form."""
    return 1 if step == "previous" and form.cycle == "quarterly" else 4


def _back(period: str, quarters: int) -> str:
    """The period some quarters before one."""
    return f"last_day(cast({period} - interval {3 * quarters} month as date))"


def _aligned(period: str, form: Counts) -> str:
    """The newest period of a form on or before one."""
    if form.cycle == "quarterly":
        return period
    return f"(case when month({period}) = 12 then {period} else make_date(year({period}) - 1, 12, 31) end)"


def _known_figures(form: Counts, columns: list[str]) -> str:
    """A form's figures by area and period: an area's own that stand, else the sum of its units where all are known."""
    own = ", ".join(f'rows."{column}"' for column in columns)
    single = (
        f"select rows.area_code, rows.period, {own} from {_landed(form)} as rows "
        f"{_standing('rows', 'filings', form)}"
    )
    if "township" not in form.levels:
        return single
    sums = ", ".join(
        f'case when count(rows."{column}") = max(parts.units) then cast(sum(rows."{column}") as bigint) end as "{column}"'
        for column in columns
    )
    below = (
        f"select filings.part_code as area_code, rows.period, {sums} from {_landed(form)} as rows "
        f"{_standing('rows', 'filings', form)} join spine.reporting_parts as parts on parts.dataset = '{form.name}' "
        "and parts.period = rows.period and parts.area_code = filings.part_code "
        "where filings.area_level = 'township' group by filings.part_code, rows.period"
    )
    return f"{single} union all {below}"


def _counted(register: str, columns: list[str]) -> str:
    """The rows of a register that measures count, by area and period; 0 from the first day on which it said anything."""
    numbers = ", ".join(
        f"coalesce(max(case when counts.measure = '{column}' then counts.number end), 0) as \"{column}\""
        for column in columns
    )
    return (
        f"select places.period, places.area_code, {numbers} from spine.area_periods as places "
        "left join sums.register_counts as counts "
        f"on counts.dataset = '{register}' and places.period = counts.period and places.area_code = counts.area_code "
        f"where places.period >= (select min(period) from staging.register_rows where dataset = '{register}') "
        "group by places.period, places.area_code"
    )


# ---------------------------------------------------------------- registers


def _of_register(dataset: Register, rule: Rule) -> str:
    """The newest row of each key, with the one that last told its state before that day. No column of a register begins with _."""
    area = "cast(null as varchar)"
    if dataset.area and not dataset.by_code[dataset.area].many:
        area = f'own."{dataset.area}"'
    head = _finding(dataset, rule, area, f"{key_of(dataset, 'own')} || ' ' || cast(own.period as varchar)")
    key = key_of(dataset, "rows")
    # The last of a day corrects the others; the days on which a key is told are counted, not those on which it is taken back.
    ordered = (
        f"select rows.*, dense_rank() over (partition by {key}, coalesce(rows.withdrawn, false) order by rows.period) as _day, "
        f"row_number() over (partition by {key}, rows.period order by rows.sequence desc, rows.file_row desc) as _again, "
        f"row_number() over (partition by {key} order by rows.period desc, rows.sequence desc, rows.file_row desc) "
        f'as _newer from landing."{dataset.name}" as rows'
    )
    before = (
        f"left join ({ordered}) as previous on {key_of(dataset, 'previous')} = {key_of(dataset, 'own')} "
        "and previous._day = own._day - 1 and previous._again = 1 and not coalesce(previous.withdrawn, false)"
    )
    needs = before if rule.expression.scopes else ""
    standing = "own._newer = 1 and not coalesce(own.withdrawn, false)"
    return f"{head} from ({ordered}) as own {needs} where {standing} and {_broken(rule)}"
