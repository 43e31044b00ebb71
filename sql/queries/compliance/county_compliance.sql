-- One row per county valid on a period below an area (the whole or a part of it): the map's question.
-- A change against a year earlier is null where the county's extent differs, either value is missing, or both are one figure, carried: whether
-- it changed is not known.
-- parameters: $indicator VARCHAR, $period DATE, $area VARCHAR
-- key: area_code
-- columns:
--   value_shown_year_before DECIMAL(18,4): Shown value a year before, of the same extent.
--   change_shown DECIMAL(18,4): Value less the one a year before, of the same extent: exact, rounded once to the indicator's decimals; none where both are one carried figure.
--   gap_year_before BIGINT: Gap a year before, of the same extent.
--   gap_change BIGINT: Gap less the one a year before, where a change of the value is known.
--   figures_confirmed BIGINT: Standing figures behind it that the filer was asked about, and meant: far from the last, blanked, turned back.
--   filed_late BOOLEAN: True when all of it was first known, or what there is of it first came, after that day.
with
counties as (
    select *
    from marts.indicator_values
    where indicator_code = $indicator and period = $period and area_level = 'county'
),
year_before as (
    select
        area_code,
        area_valid_from,
        numerator,
        numerator_date,
        denominator,
        value,
        value_shown,
        target_id,
        gap
    from marts.indicator_values
    where indicator_code = $indicator
        and period = last_day(cast($period - interval 1 year as date))
        and area_level = 'county'
),
steps as (
    select
        counties.area_code,
        counties.numerator * indicators.scale * cast(round(pow(10, indicators.decimals), 0) as bigint) as parts_now,
        counties.denominator as denominator_now,
        year_before.numerator * indicators.scale * cast(round(pow(10, indicators.decimals), 0) as bigint) as parts_then,
        year_before.denominator as denominator_then,
        cast(round(pow(10, 4 - indicators.decimals), 0) as bigint) as ten_thousandths
    from counties
    join year_before
        on counties.area_code = year_before.area_code and counties.area_valid_from = year_before.area_valid_from
    join marts.indicators as indicators
        on counties.indicator_code = indicators.indicator_code
    where counties.value is not null and year_before.value is not null
        and not coalesce(
            counties.numerator_carried and counties.numerator_date = year_before.numerator_date and counties.numerator = year_before.numerator
            and counties.denominator = year_before.denominator,
            false
        )
),
quotients as (
    select
        area_code,
        ten_thousandths,
        parts_now // denominator_now - parts_then // denominator_then as whole_steps,
        -- What the two divisions leave, as parts of one product: nothing is rounded before the difference.
        2 * ((parts_now % denominator_now) * denominator_then - (parts_then % denominator_then) * denominator_now)
            as twice_left,
        denominator_now * denominator_then as product
    from steps
),
changes as (
    select
        area_code,
        (
            whole_steps
            + case
                -- A half goes away from zero, so that a rise and the same fall are one figure with two signs.
                when twice_left > product or (twice_left = product and whole_steps >= 0) then 1
                when twice_left < -product or (twice_left = -product and whole_steps <= 0) then -1
                else 0
            end
        ) * ten_thousandths as change_ten_thousandths
    from quotients
),
-- What a filer was asked about and meant: of a side that is filed for the period, or of a denominator of its own return.
asked as (
    select
        case when areas.area_level = 'township' then areas.parent_code else areas.area_code end as area_code,
        findings.source,
        findings.asked_measure,
        findings.area_code as unit_code
    from marts.findings as findings
    join marts.indicators as indicators
        on (findings.source = indicators.numerator_dataset
            and '+' || indicators.numerator_measures || '+' like '%+' || findings.asked_measure || '+%')
        or (findings.source = indicators.denominator_dataset
            and '+' || indicators.denominator_measures || '+' like '%+' || findings.asked_measure || '+%')
    join marts.areas as areas
        on findings.area_code = areas.area_code
        and $period >= areas.valid_from
        and (areas.valid_to is null or $period <= areas.valid_to)
    where indicators.indicator_code = $indicator
        and findings.counts_period = $period
        and findings.asked_measure is not null
        and findings.rule <> 'derived'
    union all
    select
        counties.area_code,
        findings.source,
        findings.asked_measure,
        findings.area_code as unit_code
    from marts.findings as findings
    join marts.datasets as datasets
        on findings.source = datasets.dataset and datasets.gives_figures
    join marts.indicators as indicators
        on indicators.denominator_dataset = 'figures'
        and '+' || indicators.denominator_measures || '+' like '%+' || findings.asked_measure || '+%'
    join counties
        on findings.area_code = counties.area_code
        and findings.counts_period = counties.denominator_date
        and counties.denominator_status = 'reported'
    where indicators.indicator_code = $indicator and findings.asked_measure is not null and findings.rule <> 'derived'
),
confirmed as (
    select
        area_code,
        -- A filer may be asked about one figure for several reasons.
        count(distinct (source, asked_measure, unit_code)) as figures_confirmed
    from asked
    group by area_code
),
filed as (
    select returns.*
    from marts.returns as returns
    join marts.indicators as indicators
        on returns.dataset = indicators.numerator_dataset
    where indicators.indicator_code = $indicator and returns.period = $period
)
select
    counties.area_code,
    counties.area_valid_from,
    tree.area_name_zh,
    tree.area_name_en,
    tree.short_name_zh,
    tree.short_name_en,
    tree.city_code,
    tree.prefecture_code,
    tree.city_name_zh,
    tree.city_name_en,
    tree.city_short_name_zh,
    tree.city_short_name_en,
    counties.verdict,
    counties.value,
    counties.value_shown,
    counties.class_index,
    counties.numerator,
    counties.numerator_date,
    counties.denominator,
    counties.denominator_date,
    counties.denominator_status,
    counties.denominator_carried,
    counties.numerator_carried,
    counties.denominator_low,
    counties.denominator_high,
    counties.verdict_firm,
    counties.gap_at_most,
    counties.target_id,
    counties.target_value,
    counties.target_comparison,
    counties.required,
    counties.balance,
    counties.gap,
    counties.near_target,
    counties.value_status,
    counties.units_expected,
    counties.units_reported,
    year_before.value_shown as value_shown_year_before,
    cast(changes.change_ten_thousandths * cast(0.0001 as decimal(5, 4)) as decimal(18, 4)) as change_shown,
    year_before.gap as gap_year_before,
    case
        when counties.target_id is not null and year_before.target_id is not null and changes.area_code is not null
            then counties.gap - year_before.gap
    end as gap_change,
    filed.filed_on,
    filed.filed_by,
    filed.batch_id,
    filed.file_name,
    filed.due_on,
    completions.first_complete_on,
    filed.batches,
    coalesce(completions.filed_late, false) as filed_late,
    coalesce(confirmed.figures_confirmed, 0) as figures_confirmed,
    counties.simulated,
    counties.undecided_because
from counties
join marts.tree as tree
    on counties.area_code = tree.area_code and tree.period = $period
left join year_before
    on counties.area_code = year_before.area_code and counties.area_valid_from = year_before.area_valid_from
left join changes
    on counties.area_code = changes.area_code
left join confirmed
    on counties.area_code = confirmed.area_code
left join filed
    on counties.area_code = filed.area_code
left join marts.completions as completions
    on counties.indicator_code = completions.indicator_code
    and counties.period = completions.period
    and counties.area_code = completions.area_code
where $area in (tree.root_code, tree.prefecture_code, tree.city_code, counties.area_code)
order by counties.area_code
