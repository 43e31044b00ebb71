-- One row per county as it was on a day, below an area (the whole or a part of it as it was that day), with its figures of a period: carried onto the
-- extent of the day where the period's was another. A change against a year earlier is on that extent too; null where either value is missing,
-- or both are one figure, carried.
-- parameters: $indicator VARCHAR, $period DATE, $area VARCHAR, $boundaries DATE
-- key: area_code
-- columns:
--   prefecture_code VARCHAR: Where the root is above provinces the city that a county or zone belongs to on that day; none of one straight below a province, and where the root is a province.
--   city_code VARCHAR: City it belongs to on that day, below the country the province: what lies straight below the root; none for the root, such an area itself and a county in none.
--   city_name_zh VARCHAR: Chinese name of that city; below the country the province's, with its city's behind it where there is one.
--   city_name_en VARCHAR: English name of that city; below the country the province's, with its city's before it where there is one.
--   city_short_name_zh VARCHAR: Short Chinese name of that city, likewise.
--   city_short_name_en VARCHAR: Short English name of that city, likewise.
--   value_shown_year_before DECIMAL(18,4): Shown value a year before, of the same extent.
--   change_shown DECIMAL(18,4): Value less the one a year before, of the same extent: exact, rounded once to the indicator's decimals; none where both are one carried figure.
--   gap_year_before BIGINT: Gap a year before, of the same extent.
--   gap_change BIGINT: Gap less the one a year before, where a change of the value is known.
--   is_rebased BOOLEAN: True where the figures are carried onto the extent of the day, or should be and cannot.
with
of_the_day as (
    select *
    from marts.areas
    where $boundaries >= valid_from and (valid_to is null or $boundaries <= valid_to)
),
asked as (
    select
        counties.*,
        cities.area_code as city_code,
        prefectures.area_code as prefecture_code,
        cities.area_name_zh || coalesce(prefectures.area_name_zh, '') as city_name_zh,
        coalesce(prefectures.area_name_en || ', ', '') || cities.area_name_en as city_name_en,
        cities.short_name_zh || coalesce(prefectures.short_name_zh, '') as city_short_name_zh,
        coalesce(prefectures.short_name_en || ', ', '') || cities.short_name_en as city_short_name_en
    from of_the_day as counties
    left join of_the_day as above
        on counties.parent_code = above.area_code
    left join of_the_day as higher
        on above.parent_code = higher.area_code
    -- What lies straight below the root, and what lies between that and the county.
    left join of_the_day as cities
        on cities.area_code = case
            when higher.parent_code is not null then higher.area_code
            when above.parent_code is not null then above.area_code
        end
    left join of_the_day as prefectures
        on prefectures.area_code = above.area_code and higher.parent_code is not null
    where counties.area_level = 'county'
        and $area in (counties.area_code, counties.parent_code, above.parent_code, higher.parent_code)
),
standing as (
    select figures.*
    from marts.indicator_values as figures
    join asked
        on figures.area_code = asked.area_code and figures.area_valid_from = asked.valid_from
    where figures.indicator_code = $indicator and figures.period in ($period, last_day(cast($period - interval 1 year as date)))
),
rebased as (
    select figures.* exclude (denominator_basis, not_carried_because)
    from marts.carried_values as figures
    join asked
        on figures.area_code = asked.area_code and figures.area_valid_from = asked.valid_from
    where figures.indicator_code = $indicator and figures.period in ($period, last_day(cast($period - interval 1 year as date)))
),
of_both_years as (
    select * from standing
    union all
    select * from rebased
),
together as (
    select * from of_both_years
    where period = $period
),
year_before as (
    select * from of_both_years
    where period < $period
),
steps as (
    select
        together.area_code,
        together.numerator * indicators.scale * powers.steps_in_one as parts_now,
        together.denominator as denominator_now,
        year_before.numerator * indicators.scale * powers.steps_in_one as parts_then,
        year_before.denominator as denominator_then,
        10000 // powers.steps_in_one as ten_thousandths
    from together
    join year_before
        on together.area_code = year_before.area_code and together.area_valid_from = year_before.area_valid_from
    join marts.indicators as indicators
        on together.indicator_code = indicators.indicator_code
    join (
        select 0 as decimals, 1 as steps_in_one
        union all
        select 1 as decimals, 10 as steps_in_one
        union all
        select 2 as decimals, 100 as steps_in_one
        union all
        select 3 as decimals, 1000 as steps_in_one
        union all
        select 4 as decimals, 10000 as steps_in_one
    ) as powers
        on indicators.decimals = powers.decimals
    where together.value is not null and year_before.value is not null
        and not coalesce(
            together.numerator_carried and together.numerator_date = year_before.numerator_date and together.numerator = year_before.numerator
            and together.denominator = year_before.denominator,
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
)
select
    counties.area_code,
    counties.area_valid_from,
    asked.area_name_zh,
    asked.area_name_en,
    asked.short_name_zh,
    asked.short_name_en,
    asked.area_level,
    asked.parent_code,
    asked.city_code,
    asked.prefecture_code,
    asked.city_name_zh,
    asked.city_name_en,
    asked.city_short_name_zh,
    asked.city_short_name_en,
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
    counties.simulated,
    counties.undecided_because,
    carried.indicator_code is not null as is_rebased,
    carried.denominator_basis,
    carried.not_carried_because
from together as counties
join asked
    on counties.area_code = asked.area_code
left join year_before
    on counties.area_code = year_before.area_code and counties.area_valid_from = year_before.area_valid_from
left join changes
    on counties.area_code = changes.area_code
left join marts.carried_values as carried
    on counties.indicator_code = carried.indicator_code
    and counties.area_code = carried.area_code
    and counties.area_valid_from = carried.area_valid_from
    and counties.period = carried.period
order by counties.area_code
