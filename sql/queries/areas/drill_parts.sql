-- One row per area right below each area asked on a period, and one of that area itself: its figure, what of it is in the sum of the
-- area above, and whether the parts add up to what the area shows. Largest gap first, then the largest numerator; zones last.
-- key: above_code, area_code
-- parameters: $indicator VARCHAR, $period DATE, $areas VARCHAR[]
-- columns:
--   above_code VARCHAR: The area asked: the row is it, or lies right below it.
--   is_above BOOLEAN: True in the row of the area itself.
--   areas_below BIGINT: Areas right below the one in the row; zones inside a county, which reports for them, are none.
--   numerator_in_sum BIGINT: What of the numerator is in the sum of the area above: of its complete counties, or of all where the area above has none; of the area itself the sum of its parts.
--   denominator_in_sum BIGINT: The same of the denominator.
--   gap_in_sum BIGINT: The same of the gap, where that of a county is known.
--   counties_left_out BIGINT: Counties, and zones beside counties, in the area that are in no sum above them; of a township itself, 1 where it is not in its county's.
--   zones_left_out BIGINT: Those of counties_left_out that are zones beside counties.
--   left_out_by_denominator BIGINT: Those of counties_left_out of which everything was filed: what to divide by is not known.
--   sums_of VARCHAR: Of the area itself: complete_counties; all_filed where none is complete and all that came is added up; filed_units of a county.
--   adds_up BOOLEAN: Of the area itself: true when the parts add up to its numerator, denominator and gap; none where there is nothing to add up.
--   not_added_because VARCHAR: Why there is nothing to add up: no_level (no areas below), filed_above (the level below files nothing of it), filed_whole (filed for the county in one figure) or unreported.
with
living as (
    select * from marts.areas
    where $period >= valid_from and (valid_to is null or $period <= valid_to)
),
figures as (
    select
        living.area_name_zh,
        living.area_name_en,
        living.short_name_zh,
        living.short_name_en,
        living.area_kind,
        living.parent_code,
        indicator_values.*
    from marts.indicator_values as indicator_values
    join living
        on indicator_values.area_code = living.area_code and indicator_values.area_valid_from = living.valid_from
    where indicator_values.indicator_code = $indicator and indicator_values.period = $period
),
-- Where sums begin: a county, or a zone beside counties.
beginnings as (
    select
        tree.area_code,
        tree.prefecture_code,
        tree.city_code,
        tree.root_code,
        figures.numerator,
        figures.denominator,
        figures.value is not null as is_complete,
        tree.area_level = 'zone' as is_zone,
        figures.numerator is not null and figures.units_reported = figures.units_expected as is_filed_whole
    from marts.tree as tree
    join figures
        on tree.area_code = figures.area_code
    where tree.period = $period and tree.area_level in ('county', 'zone') and figures.value_status <> 'not_applicable'
),
within as (
    select area_code as within_code, numerator, denominator, is_complete, is_zone, is_filed_whole from beginnings
    union all
    select city_code as within_code, numerator, denominator, is_complete, is_zone, is_filed_whole from beginnings
    where city_code is not null
    union all
    select prefecture_code as within_code, numerator, denominator, is_complete, is_zone, is_filed_whole from beginnings
    where prefecture_code is not null
    union all
    select root_code as within_code, numerator, denominator, is_complete, is_zone, is_filed_whole from beginnings
    where root_code <> area_code
),
summed as (
    select
        within_code,
        count(*) as counties,
        cast(sum(case when is_complete then 1 else 0 end) as bigint) as counties_complete,
        cast(sum(case when numerator is not null then 1 else 0 end) as bigint) as counties_with_any,
        cast(sum(case when not is_complete and is_zone then 1 else 0 end) as bigint) as zones_incomplete,
        cast(sum(case when numerator is null and is_zone then 1 else 0 end) as bigint) as zones_without_any,
        cast(sum(case when not is_complete and is_filed_whole then 1 else 0 end) as bigint) as counties_undivided,
        cast(sum(case when is_complete then numerator end) as bigint) as complete_numerator,
        cast(sum(case when is_complete then denominator end) as bigint) as complete_denominator,
        cast(sum(numerator) as bigint) as reported_numerator,
        cast(sum(denominator) as bigint) as all_denominator
    from within
    group by within_code
),
below as (
    select
        above.area_code as above_code,
        above.area_level in ('county', 'zone') as is_of_units,
        coalesce(of_above.counties_complete, 0) > 0 as is_of_complete,
        part.area_code,
        part.area_level,
        part.units_expected,
        part.gap,
        case
            when above.area_level in ('county', 'zone') then part.numerator
            when of_above.counties_complete > 0 then of_part.complete_numerator
            else of_part.reported_numerator
        end as numerator_in_sum,
        case
            when above.area_level in ('county', 'zone') then part.denominator
            when of_above.counties_complete > 0 then of_part.complete_denominator
            else of_part.all_denominator
        end as denominator_in_sum,
        -- Only of a county a gap is judged: a zone's people are those of no county.
        case when part.area_level <> 'zone' then part.gap end as gap_in_sum,
        cast(
            case
                when above.area_level in ('county', 'zone')
                    then case when part.units_expected > 0 and part.numerator is null then 1 else 0 end
                when of_above.counties_complete > 0
                    then coalesce(of_part.counties - of_part.counties_complete, 0)
                else coalesce(of_part.counties - of_part.counties_with_any, 0)
            end as bigint
        ) as counties_left_out,
        cast(
            case
                when above.area_level in ('county', 'zone') then 0
                when of_above.counties_complete > 0 then coalesce(of_part.zones_incomplete, 0)
                else coalesce(of_part.zones_without_any, 0)
            end as bigint
        ) as zones_left_out,
        cast(
            case
                when above.area_level not in ('county', 'zone') and of_above.counties_complete > 0
                    then coalesce(of_part.counties_undivided, 0)
                else 0
            end as bigint
        ) as left_out_by_denominator
    from figures as above
    join figures as part
        on above.area_code = part.parent_code
    left join summed as of_above
        on above.area_code = of_above.within_code
    left join summed as of_part
        on part.area_code = of_part.within_code
    where list_contains($areas, above.area_code)
),
added as (
    select
        above_code,
        cast(sum(units_expected) as bigint) as units_expected,
        cast(sum(numerator_in_sum) as bigint) as numerator_in_sum,
        cast(sum(denominator_in_sum) as bigint) as denominator_in_sum,
        cast(sum(gap_in_sum) as bigint) as gap_in_sum,
        cast(sum(counties_left_out) as bigint) as counties_left_out,
        cast(sum(zones_left_out) as bigint) as zones_left_out,
        cast(sum(left_out_by_denominator) as bigint) as left_out_by_denominator
    from below
    group by above_code
),
-- Zones inside a county are no level of their own.
beneath as (
    select
        part.parent_code,
        count(*) as areas_below
    from living as part
    join living as above
        on part.parent_code = above.area_code
    where part.area_level <> 'zone' or above.area_level in ('country', 'province', 'city')
    group by part.parent_code
),
above_rows as (
    select
        figures.*,
        figures.area_code as above_code,
        true as is_above,
        coalesce(beneath.areas_below, 0) as areas_below,
        added.numerator_in_sum,
        added.denominator_in_sum,
        added.gap_in_sum,
        coalesce(added.counties_left_out, 0) as counties_left_out,
        coalesce(added.zones_left_out, 0) as zones_left_out,
        coalesce(added.left_out_by_denominator, 0) as left_out_by_denominator,
        case
            when figures.area_level in ('county', 'zone') then 'filed_units'
            when coalesce(summed.counties_complete, 0) > 0 then 'complete_counties'
            else 'all_filed'
        end as sums_of,
        case
            when coalesce(beneath.areas_below, 0) = 0 then 'no_level'
            when figures.area_level in ('county', 'zone') and coalesce(added.units_expected, 0) = 0 then 'filed_above'
            when added.numerator_in_sum is not null then null
            when figures.numerator is not null then 'filed_whole'
            else 'unreported'
        end as not_added_because
    from figures
    left join added
        on figures.area_code = added.above_code
    left join summed
        on figures.area_code = summed.within_code
    left join beneath
        on figures.area_code = beneath.parent_code
    where list_contains($areas, figures.area_code)
),
listed as (
    select
        above_rows.*,
        case
            when not_added_because is null then
                coalesce(numerator, -1) = numerator_in_sum
                and (denominator is null or denominator_in_sum is null or denominator = denominator_in_sum)
                and (gap is null or gap_in_sum is null or gap = gap_in_sum)
        end as adds_up
    from above_rows
    union all
    select
        figures.*,
        below.above_code,
        false as is_above,
        coalesce(beneath.areas_below, 0) as areas_below,
        below.numerator_in_sum,
        below.denominator_in_sum,
        below.gap_in_sum,
        below.counties_left_out,
        below.zones_left_out,
        below.left_out_by_denominator,
        cast(null as varchar) as sums_of,
        cast(null as varchar) as not_added_because,
        cast(null as boolean) as adds_up
    from below
    join figures
        on below.area_code = figures.area_code
    left join beneath
        on below.area_code = beneath.parent_code
)
select
    above_code,
    area_code,
    is_above,
    area_valid_from,
    area_name_zh,
    area_name_en,
    short_name_zh,
    short_name_en,
    area_level,
    area_kind,
    areas_below,
    numerator,
    numerator_date,
    denominator,
    denominator_date,
    denominator_status,
    denominator_carried,
    value,
    value_shown,
    target_value,
    target_comparison,
    verdict,
    undecided_because,
    balance,
    gap,
    gap_at_most,
    gap_counties_unknown,
    value_status,
    units_expected,
    units_reported,
    share_known,
    numerator_in_sum,
    denominator_in_sum,
    gap_in_sum,
    counties_left_out,
    zones_left_out,
    left_out_by_denominator,
    sums_of,
    adds_up,
    not_added_because,
    simulated
from listed
order by
    above_code,
    is_above desc,
    area_level = 'zone',
    numerator is null,
    gap desc nulls last,
    numerator desc,
    area_code
