-- One row per year-end and area of the rural tiers: the area asked for and every city and county (or zone beside counties) below
-- it, as they were that day. A county tells what its units filed; a larger area sums up the counties of which all is filed and
-- leaves out the others.
-- parameters: $area VARCHAR
-- key: period, area_code
-- columns:
--   parts BIGINT: Counties that the area is made of, without zones; 1 of a county or zone itself.
--   parts_filed BIGINT: Those of these of which all is filed.
--   units_asked BIGINT: Units that are to file the form.
--   units_whole BIGINT: Units of which all that the form asks for is filed.
--   communities BIGINT: Rural communities at the year-end, rated or not.
--   rated BIGINT: Rural communities of the leading, sound and upgrading tiers.
--   upgrading_share DECIMAL(4,1): Rural communities that need upgrade in per cent of the rated, to a tenth, halves up.
--   leading BIGINT: Rural communities of the leading tier at the year-end.
--   sound BIGINT: Rural communities of the sound tier at the year-end.
--   upgrading BIGINT: Rural communities that need upgrade at the year-end.
--   not_rated BIGINT: Rural communities not rated at the year-end.
--   risen BIGINT: Communities that rose by a tier or two in the year.
--   fallen BIGINT: Communities that fell by a tier or two in the year.
--   first_rated BIGINT: Communities rated for the first time in the year.
--   gone BIGINT: Communities merged, converted or dissolved in the year.
--   formed BIGINT: Communities formed in the year.
--   simulated BOOLEAN: True when a return behind the row is simulated.
with
parts as (
    select
        tree.period,
        tree.area_code,
        tree.area_level,
        tree.prefecture_code,
        tree.city_code,
        tree.root_code
    from marts.tree as tree
    join marts.due_dates as due_dates
        on tree.period = due_dates.period and due_dates.dataset = 'community_tiers'
    where tree.area_level in ('county', 'zone') and $area in (tree.root_code, tree.prefecture_code, tree.city_code, tree.area_code)
),
townships as (
    select
        parts.period,
        parts.area_code as part_code,
        areas.area_code
    from parts
    join marts.datasets as datasets
        on datasets.dataset = 'community_tiers' and datasets.reporting_level = 'township'
    join marts.areas as areas
        on parts.area_code = areas.parent_code
        and areas.area_level = 'township'
        and parts.period >= areas.valid_from
        and (areas.valid_to is null or parts.period <= areas.valid_to)
),
asked as (
    select
        parts.period,
        parts.area_code as part_code,
        greatest(count(townships.area_code), 1) as units_asked
    from parts
    left join townships
        on parts.period = townships.period and parts.area_code = townships.part_code
    group by parts.period, parts.area_code
),
cells as (
    select
        observed.period,
        observed.area_code,
        observed.value,
        observed.simulated,
        kinds.attribute_value as kind,
        tiers.attribute_value as tier
    from marts.observations as observed
    join marts.measure_attributes as kinds
        on observed.dataset = kinds.dataset and observed.measure = kinds.measure and kinds.attribute = 'kind'
    left join marts.measure_attributes as tiers
        on observed.dataset = tiers.dataset and observed.measure = tiers.measure and tiers.attribute = 'tier'
    where observed.dataset = 'community_tiers' and not observed.superseded
),
filed as (
    select
        period,
        area_code,
        count(value) = count(*) as is_whole,
        bool_or(simulated) as simulated,
        sum(case when tier = 'leading' then value end) as leading,
        sum(case when tier = 'sound' then value end) as sound,
        sum(case when tier = 'upgrading' then value end) as upgrading,
        sum(case when tier = 'not_rated' then value end) as not_rated,
        sum(case when kind = 'risen' then value end) as risen,
        sum(case when kind = 'fallen' then value end) as fallen,
        sum(case when kind = 'rated' then value end) as first_rated,
        sum(case when kind = 'gone' then value end) as gone,
        sum(case when kind = 'formed' then value end) as formed
    from cells
    group by period, area_code
),
-- A county that filed whole stands for all its units.
placed as (
    select
        townships.part_code,
        1 as units,
        filed.*
    from filed
    join townships
        on filed.period = townships.period and filed.area_code = townships.area_code
    union all
    select
        asked.part_code,
        asked.units_asked as units,
        filed.*
    from filed
    join asked
        on filed.period = asked.period and filed.area_code = asked.part_code
),
part_sums as (
    select
        asked.period,
        asked.part_code,
        asked.units_asked,
        coalesce(sum(case when placed.is_whole then placed.units end), 0) as units_whole,
        coalesce(bool_or(placed.simulated), false) as simulated,
        sum(placed.leading) as leading,
        sum(placed.sound) as sound,
        sum(placed.upgrading) as upgrading,
        sum(placed.not_rated) as not_rated,
        sum(placed.risen) as risen,
        sum(placed.fallen) as fallen,
        sum(placed.first_rated) as first_rated,
        sum(placed.gone) as gone,
        sum(placed.formed) as formed
    from asked
    left join placed
        on asked.period = placed.period and asked.part_code = placed.part_code
    group by asked.period, asked.part_code, asked.units_asked
),
members as (
    select period, area_code as member_code, area_code as part_code, true as is_itself, true as is_counted from parts
    union all
    select period, city_code as member_code, area_code as part_code, false as is_itself, area_level = 'county' as is_counted
    from parts
    where city_code is not null and $area in (root_code, city_code)
    union all
    select period, prefecture_code as member_code, area_code as part_code, false as is_itself, area_level = 'county' as is_counted
    from parts
    where prefecture_code is not null and $area in (root_code, city_code, prefecture_code)
    union all
    select period, root_code as member_code, area_code as part_code, false as is_itself, area_level = 'county' as is_counted
    from parts
    where $area = root_code and root_code <> area_code
),
counted as (
    select
        members.member_code,
        members.is_counted,
        members.is_itself or own.units_whole = own.units_asked as counts,
        own.*
    from members
    join part_sums as own
        on members.period = own.period and members.part_code = own.part_code
),
summed as (
    select
        period,
        member_code,
        count(*) filter (where is_counted) as parts,
        count(*) filter (where is_counted and units_whole = units_asked) as parts_filed,
        cast(sum(case when is_counted then units_asked end) as bigint) as units_asked,
        cast(sum(case when is_counted then units_whole end) as bigint) as units_whole,
        cast(sum(case when counted.counts then counted.leading end) as bigint) as leading,
        cast(sum(case when counted.counts then counted.sound end) as bigint) as sound,
        cast(sum(case when counted.counts then counted.upgrading end) as bigint) as upgrading,
        cast(sum(case when counted.counts then counted.not_rated end) as bigint) as not_rated,
        cast(sum(case when counted.counts then counted.risen end) as bigint) as risen,
        cast(sum(case when counted.counts then counted.fallen end) as bigint) as fallen,
        cast(sum(case when counted.counts then counted.first_rated end) as bigint) as first_rated,
        cast(sum(case when counted.counts then counted.gone end) as bigint) as gone,
        cast(sum(case when counted.counts then counted.formed end) as bigint) as formed,
        bool_or(simulated) as simulated
    from counted
    group by period, member_code
)
select
    summed.period,
    tree.area_code,
    tree.area_name_zh,
    tree.area_name_en,
    tree.short_name_zh,
    tree.short_name_en,
    tree.area_level,
    tree.city_code,
    tree.city_name_zh,
    tree.city_name_en,
    summed.parts,
    summed.parts_filed,
    summed.units_asked,
    summed.units_whole,
    summed.leading + summed.sound + summed.upgrading + summed.not_rated as communities,
    summed.leading + summed.sound + summed.upgrading as rated,
    case when summed.leading + summed.sound + summed.upgrading > 0 then
        cast(
            cast(
                (2000 * summed.upgrading + summed.leading + summed.sound + summed.upgrading)
                // (2 * (summed.leading + summed.sound + summed.upgrading))
                as decimal(18, 0)
            ) * cast(0.1 as decimal(2, 1)) as decimal(4, 1)
        )
    end as upgrading_share,
    summed.leading,
    summed.sound,
    summed.upgrading,
    summed.not_rated,
    summed.risen,
    summed.fallen,
    summed.first_rated,
    summed.gone,
    summed.formed,
    summed.simulated
from summed
join marts.tree as tree
    on summed.period = tree.period and summed.member_code = tree.area_code
order by summed.period, tree.area_code
