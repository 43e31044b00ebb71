-- One row per year and way of rural communities between tiers, over the counties below an area of which all is filed at both
-- ends of the year in one extent: what leaves one year-end so arrives at the next. Those that stayed have one tier twice.
-- Taken from the flows that are filed, never from differences of stocks. No row of the first year: nothing is before it.
-- parameters: $area VARCHAR
-- key: period, tier_from, tier_to
-- columns:
--   tier_from VARCHAR: Tier at the year-end before: leading, sound, upgrading, not_rated; outside for what was formed.
--   tier_to VARCHAR: Tier at the year-end: leading, sound, upgrading, not_rated; outside for what went away.
--   communities_moved BIGINT: Communities that went this way in the year.
--   parts_followed BIGINT: Counties, without zones, of which all is filed at both ends of the year in one extent.
with
parts as (
    select
        tree.period,
        tree.area_code,
        tree.area_level,
        tree.area_valid_from
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
        parts.area_level,
        parts.area_valid_from,
        greatest(count(townships.area_code), 1) as units_asked
    from parts
    left join townships
        on parts.period = townships.period and parts.area_code = townships.part_code
    group by parts.period, parts.area_code, parts.area_level, parts.area_valid_from
),
cells as (
    select
        observed.period,
        observed.area_code,
        observed.value,
        kinds.attribute_value as kind,
        tiers.attribute_value as tier,
        coalesce(origins.attribute_value, 'outside') as tier_from,
        coalesce(arrivals.attribute_value, 'outside') as tier_to
    from marts.observations as observed
    join marts.measure_attributes as kinds
        on observed.dataset = kinds.dataset and observed.measure = kinds.measure and kinds.attribute = 'kind'
    left join marts.measure_attributes as tiers
        on observed.dataset = tiers.dataset and observed.measure = tiers.measure and tiers.attribute = 'tier'
    left join marts.measure_attributes as origins
        on observed.dataset = origins.dataset and observed.measure = origins.measure and origins.attribute = 'tier_from'
    left join marts.measure_attributes as arrivals
        on observed.dataset = arrivals.dataset and observed.measure = arrivals.measure and arrivals.attribute = 'tier_to'
    where observed.dataset = 'community_tiers' and not observed.superseded
),
filed as (
    select
        period,
        area_code,
        count(value) = count(*) as is_whole
    from cells
    group by period, area_code
),
placed as (
    select
        townships.period,
        townships.part_code,
        townships.area_code,
        1 as units
    from townships
    union all
    select
        asked.period,
        asked.part_code,
        asked.part_code as area_code,
        asked.units_asked as units
    from asked
),
whole_parts as (
    select
        asked.period,
        asked.part_code,
        asked.area_level,
        asked.area_valid_from
    from asked
    join placed
        on asked.period = placed.period and asked.part_code = placed.part_code
    join filed
        on placed.period = filed.period and placed.area_code = filed.area_code and filed.is_whole
    group by asked.period, asked.part_code, asked.area_level, asked.area_valid_from, asked.units_asked
    having sum(placed.units) = asked.units_asked
),
followed as (
    select
        now.period,
        now.part_code,
        now.area_level
    from whole_parts as now
    join whole_parts as earlier
        on now.part_code = earlier.part_code
        and now.area_valid_from = earlier.area_valid_from
        and earlier.period = last_day(cast(now.period - interval 1 year as date))
),
ways as (
    select period, area_code, tier_from, tier_to, value from cells where kind <> 'stock'
    union all
    -- Who is there at the year-end and did not come in the year has stayed.
    select period, area_code, tier as tier_from, tier as tier_to, value from cells where kind = 'stock'
    union all
    select period, area_code, tier_to as tier_from, tier_to, -value as value
    from cells
    where kind <> 'stock' and tier_to <> 'outside'
)
select
    ways.period,
    ways.tier_from,
    ways.tier_to,
    cast(sum(ways.value) as bigint) as communities_moved,
    count(distinct case when followed.area_level = 'county' then followed.part_code end) as parts_followed
from ways
join placed
    on ways.period = placed.period and ways.area_code = placed.area_code
join followed
    on placed.period = followed.period and placed.part_code = followed.part_code
group by ways.period, ways.tier_from, ways.tier_to
order by ways.period, ways.tier_from, ways.tier_to
