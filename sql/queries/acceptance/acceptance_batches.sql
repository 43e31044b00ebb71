-- One row per year-end and area of the acceptance of modern communities: the area asked for and every city and county below it, as
-- they were that day. A county tells what it filed; a larger area sums up its counties that filed all and leaves out the others.
-- parameters: $area VARCHAR
-- key: period, area_code
-- columns:
--   parts BIGINT: Counties that the area is made of, without zones; 1 of a county or zone itself.
--   parts_filed BIGINT: Those of these of which all is filed.
--   applied_urban BIGINT: Urban communities applied for in the year.
--   applied_rural BIGINT: Rural communities applied for in the year.
--   accepted_urban BIGINT: Urban communities accepted in the year.
--   accepted_rural BIGINT: Rural communities accepted in the year.
--   accepted_published BIGINT: What a source published of those accepted in the year, urban and rural; none where nothing is known.
--   accepted_published_source VARCHAR: Which source that is.
--   failed_communities BIGINT: Communities that failed in the year, urban and rural.
--   withdrawn_communities BIGINT: Communities whose acceptance was withdrawn in the year, urban and rural.
--   in_force BIGINT: Accepted communities in force at the year-end, urban and rural.
--   parts_without BIGINT: Counties that filed all and have none in force.
--   villages_and_communities BIGINT: Villages and communities of those counties; none where one's are not known.
--   in_force_share DECIMAL(7,2): Communities in force in per cent of villages and communities, to a hundredth, halves up.
--   simulated BOOLEAN: True when a return behind the row is simulated.
with
-- All measures of what is accepted in a year, as a published total names them.
accepted as (
    select string_agg(measure, '+' order by measure) as measures
    from marts.measure_attributes
    where dataset = 'acceptance' and attribute = 'stage' and attribute_value = 'accepted'
),
parts as (
    select
        tree.period,
        tree.area_code,
        tree.prefecture_code,
        tree.city_code,
        tree.root_code
    from marts.tree as tree
    join marts.due_dates as due_dates
        on tree.period = due_dates.period and due_dates.dataset = 'acceptance'
    where tree.area_level = 'county' and $area in (tree.root_code, tree.prefecture_code, tree.city_code, tree.area_code)
),
cells as (
    select
        observed.period,
        observed.area_code,
        observed.value,
        observed.simulated,
        stages.attribute_value as stage,
        kinds.attribute_value as kind
    from marts.observations as observed
    join marts.measure_attributes as stages
        on observed.dataset = stages.dataset and observed.measure = stages.measure and stages.attribute = 'stage'
    join marts.measure_attributes as kinds
        on observed.dataset = kinds.dataset and observed.measure = kinds.measure and kinds.attribute = 'kind'
    where observed.dataset = 'acceptance' and not observed.superseded
),
filed as (
    select
        period,
        area_code,
        count(value) = count(*) as is_whole,
        bool_or(simulated) as simulated,
        sum(case when stage = 'applied' and kind = 'urban' then value end) as applied_urban,
        sum(case when stage = 'applied' and kind = 'rural' then value end) as applied_rural,
        sum(case when stage = 'accepted' and kind = 'urban' then value end) as accepted_urban,
        sum(case when stage = 'accepted' and kind = 'rural' then value end) as accepted_rural,
        sum(case when stage = 'failed' then value end) as failed_communities,
        sum(case when stage = 'withdrawn' then value end) as withdrawn_communities,
        sum(case when stage = 'in_force' then value end) as in_force
    from cells
    group by period, area_code
),
of_parts as (
    select
        parts.period,
        parts.area_code,
        parts.prefecture_code,
        parts.city_code,
        parts.root_code,
        coalesce(filed.is_whole, false) as is_whole,
        coalesce(filed.simulated, false) as simulated,
        filed.applied_urban,
        filed.applied_rural,
        filed.accepted_urban,
        filed.accepted_rural,
        filed.failed_communities,
        filed.withdrawn_communities,
        filed.in_force,
        shares.denominator as villages_and_communities
    from parts
    left join filed
        on parts.period = filed.period and parts.area_code = filed.area_code
    left join marts.indicator_values as shares
        on parts.period = shares.period
        and parts.area_code = shares.area_code
        and shares.indicator_code = 'modern_community_share'
),
members as (
    select area_code as member_code, of_parts.* from of_parts
    union all
    select city_code as member_code, of_parts.* from of_parts
    where city_code is not null and $area in (root_code, city_code)
    union all
    select prefecture_code as member_code, of_parts.* from of_parts
    where prefecture_code is not null and $area in (root_code, city_code, prefecture_code)
    union all
    select root_code as member_code, of_parts.* from of_parts
    where $area = root_code and root_code <> area_code
),
summed as (
    select
        period,
        member_code,
        count(*) as parts,
        count(*) filter (where is_whole) as parts_filed,
        cast(sum(case when is_whole then applied_urban end) as bigint) as applied_urban,
        cast(sum(case when is_whole then applied_rural end) as bigint) as applied_rural,
        cast(sum(case when is_whole then accepted_urban end) as bigint) as accepted_urban,
        cast(sum(case when is_whole then accepted_rural end) as bigint) as accepted_rural,
        cast(sum(case when is_whole then failed_communities end) as bigint) as failed_communities,
        cast(sum(case when is_whole then withdrawn_communities end) as bigint) as withdrawn_communities,
        cast(sum(case when is_whole then in_force end) as bigint) as in_force,
        count(*) filter (where is_whole and in_force = 0) as parts_without,
        case
            when count(*) filter (where is_whole and villages_and_communities is null) = 0
                then cast(sum(case when is_whole then villages_and_communities end) as bigint)
        end as villages_and_communities,
        bool_or(simulated) as simulated
    from members
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
    summed.applied_urban,
    summed.applied_rural,
    summed.accepted_urban,
    summed.accepted_rural,
    totals.published_value as accepted_published,
    totals.source as accepted_published_source,
    summed.failed_communities,
    summed.withdrawn_communities,
    summed.in_force,
    summed.parts_without,
    summed.villages_and_communities,
    case when summed.villages_and_communities > 0 then
        cast(
            cast((20000 * summed.in_force + summed.villages_and_communities) // (2 * summed.villages_and_communities) as decimal(18, 0))
            * cast(0.01 as decimal(3, 2)) as decimal(7, 2)
        )
    end as in_force_share,
    summed.simulated
from summed
join marts.tree as tree
    on summed.period = tree.period and summed.member_code = tree.area_code
left join marts.published_totals as totals
    on
    summed.member_code = totals.area_code
    and summed.period = totals.period
    and totals.dataset = 'acceptance'
    and totals.measures = (select measures from accepted)
order by summed.period, tree.area_code
