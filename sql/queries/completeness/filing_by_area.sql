-- One row per period of a form and area (the one asked for, and the cities and counties in it): of the units that were to file it
-- how many have, and how many in time. Counts add up the tree; a share is of counts, never a mean, and is cut, so that only all is 1.
-- A zone beside counties counts as the counties do. Of a county also the newest return that stands for it.
-- key: period, area_code
-- parameters: $dataset VARCHAR, $area VARCHAR
-- columns:
--   filing_state VARCHAR: on_time, amended (in time, and filed again with other figures), late, partial, missing, or not_due while the day has not passed.
--   units_to_file BIGINT: Units that were to file it.
--   units_filed BIGINT, own meaning: Units of which every figure that is needed stands.
--   units_begun BIGINT: Units of which something stands and something lacks.
--   units_on_time BIGINT: Units that first had every figure on or before the due date.
--   units_amended BIGINT: Units that filed again, with other figures.
--   share_filed DECIMAL(5,4): Units that have filed, of those that were to; cut.
--   share_on_time DECIMAL(5,4): Units that were in time, of those that were to file; cut.
--   counties_to_file BIGINT: Counties with a unit that was to file.
--   counties_filed BIGINT: Counties of which every unit has.
--   counties_on_time BIGINT: Counties of which every unit was in time.
--   counties_begun BIGINT: Counties with something filed of which a unit lacks.
--   counties_amended BIGINT: Counties all in time in which a unit filed again.
--   first_complete_on DATE, own meaning: Day on which the last of its units first had every figure; none while one lacks.
--   simulated BOOLEAN: True when a return behind the row is simulated.
with
counties as (
    select
        units.period,
        units.county_code,
        tree.prefecture_code,
        tree.city_code,
        tree.root_code,
        count(*) as units_to_file,
        count(*) filter (where units.is_whole) as units_filed,
        count(*) filter (where units.has_row and not units.is_whole) as units_begun,
        count(*) filter (where units.is_whole and not units.filed_late) as units_on_time,
        count(*) filter (where units.is_amended) as units_amended,
        bool_and(units.is_whole) as is_filed,
        bool_and(units.is_whole and not units.filed_late) as is_on_time,
        bool_or(units.has_row) and not bool_and(units.is_whole) as is_begun,
        bool_and(units.is_whole and not units.filed_late) and bool_or(units.is_amended) as is_amended,
        max(units.first_complete_on) as last_complete_on,
        bool_or(units.simulated) as simulated
    from marts.unit_filings as units
    join marts.tree as tree
        on units.county_code = tree.area_code and units.period = tree.period
    where units.dataset = $dataset and $area in (tree.area_code, tree.prefecture_code, tree.city_code, tree.root_code)
    group by units.period, units.county_code, tree.prefecture_code, tree.city_code, tree.root_code
),
placed as (
    select county_code as of_area, * from counties
    union all
    select city_code as of_area, * from counties where city_code is not null and $area in (city_code, root_code)
    union all
    select prefecture_code as of_area, * from counties where prefecture_code is not null and $area in (prefecture_code, city_code, root_code)
    union all
    select root_code as of_area, * from counties where root_code = $area and county_code <> $area
),
counted as (
    select
        period,
        of_area,
        cast(sum(units_to_file) as bigint) as units_to_file,
        cast(sum(units_filed) as bigint) as units_filed,
        cast(sum(units_begun) as bigint) as units_begun,
        cast(sum(units_on_time) as bigint) as units_on_time,
        cast(sum(units_amended) as bigint) as units_amended,
        count(*) as counties_to_file,
        count(*) filter (where is_filed) as counties_filed,
        count(*) filter (where is_on_time) as counties_on_time,
        count(*) filter (where is_begun) as counties_begun,
        count(*) filter (where is_amended) as counties_amended,
        case when bool_and(is_filed) then max(last_complete_on) end as first_complete_on,
        bool_or(simulated) as simulated
    from placed
    group by period, of_area
)
select
    tree.area_code,
    tree.area_name_zh,
    tree.area_name_en,
    tree.short_name_zh,
    tree.short_name_en,
    tree.area_level,
    tree.city_code,
    tree.city_name_zh,
    tree.city_name_en,
    counted.period,
    due_dates.due_on,
    due_dates.is_due,
    case
        when counted.units_filed = counted.units_to_file then
            case
                when counted.units_on_time < counted.units_to_file then 'late'
                when counted.units_amended > 0 then 'amended'
                else 'on_time'
            end
        when not due_dates.is_due then 'not_due'
        when counted.units_filed + counted.units_begun = 0 then 'missing'
        else 'partial'
    end as filing_state,
    counted.units_to_file,
    counted.units_filed,
    counted.units_begun,
    counted.units_on_time,
    counted.units_amended,
    cast(
        cast((counted.units_filed * 10000) // counted.units_to_file as decimal(18, 0)) * cast(0.0001 as decimal(5, 4)) as decimal(5, 4)
    ) as share_filed,
    cast(
        cast((counted.units_on_time * 10000) // counted.units_to_file as decimal(18, 0)) * cast(0.0001 as decimal(5, 4)) as decimal(5, 4)
    ) as share_on_time,
    counted.counties_to_file,
    counted.counties_filed,
    counted.counties_on_time,
    counted.counties_begun,
    counted.counties_amended,
    counted.first_complete_on,
    returns.batch_id,
    returns.file_name,
    returns.filed_on,
    returns.filed_by,
    counted.simulated
from counted
join marts.tree as tree
    on counted.of_area = tree.area_code and counted.period = tree.period
join marts.due_dates as due_dates
    on due_dates.dataset = $dataset and counted.period = due_dates.period
left join marts.returns as returns
    on returns.dataset = $dataset and counted.period = returns.period and counted.of_area = returns.area_code
order by counted.period desc, tree.area_code
