-- One row per county on a quarter and each of the five partners, and each link from one of them to the next: its figure and
-- where the county stands with it among all counties. A county of which not all is filed has no figure and no place.
-- The community's rooms are of one year for all: the newest by then of which half of the counties have them; residents as the indicator of social workers has them.
-- parameters: $period DATE
-- key: area_code, item
-- columns:
--   item VARCHAR: A partner (community, organizations, social_work, charity, volunteers), or two with _to_ between them for the link.
--   item_kind VARCHAR: partner or link.
--   item_order INTEGER: Place of the partner, or of the link, in the chain.
--   holds BIGINT: How much of the partner there is, in communities, organizations, people, thousand yuan; none of a link.
--   stations BIGINT: Of social work, townships with a station; none elsewhere.
--   townships BIGINT: Of social work, townships; 0 where the county has none, so that stations do not apply; none elsewhere.
--   item_numerator BIGINT: What the figure counts.
--   item_denominator BIGINT: What it is divided by.
--   figure DECIMAL(18,1): What is counted over what it is divided by, on the item's own scale, to a tenth, halves up.
--   figure_state VARCHAR: reported, partial, missing, or not_applicable where there is nothing to divide by.
--   place BIGINT: Place among the counties with a figure, 1 the highest; equal figures share it.
--   places BIGINT: Counties with a figure.
--   is_behind BOOLEAN: True in the last third of these, where equal figures stand at the middle of the places they share; none without a figure.
--   is_weakest BOOLEAN: True for the county's lowest place, taken so, among its partners, or among its links; none without a figure.
--   units_asked BIGINT: Units that are to file the form.
--   units_whole BIGINT: Units of which all that the form asks for is filed.
with
parts as (
    select area_code
    from marts.tree
    where period = $period and area_level = 'county'
),
townships_of as (
    select
        parts.area_code as part_code,
        areas.area_code
    from parts
    join marts.datasets as datasets
        on datasets.dataset = 'five_partners' and datasets.reporting_level = 'township'
    join marts.areas as areas
        on parts.area_code = areas.parent_code
        and areas.area_level = 'township'
        and $period >= areas.valid_from
        and (areas.valid_to is null or $period <= areas.valid_to)
),
asked as (
    select
        parts.area_code as part_code,
        greatest(count(townships_of.area_code), 1) as units_asked
    from parts
    left join townships_of
        on parts.area_code = townships_of.part_code
    group by parts.area_code
),
filed as (
    select
        area_code,
        count(value) = count(*) as is_whole,
        sum(case when measure in ('urban_communities', 'rural_communities') then value end) as communities,
        sum(
            case when measure in ('urban_community_organizations', 'rural_community_organizations') then value end
        ) as organizations,
        sum(case when measure = 'certified_social_workers' then value end) as certified_workers,
        sum(case when measure = 'charity_fund_balance' then value end) as fund_balance,
        sum(case when measure = 'active_volunteers' then value end) as active_volunteers,
        sum(case when measure = 'townships_with_station' then value end) as stations,
        sum(case when measure = 'townships' then value end) as townships
    from marts.observations
    where dataset = 'five_partners' and period = $period and not superseded
    group by area_code
),
-- A county that filed whole stands for all its units.
placed as (
    select townships_of.part_code, 1 as units, filed.*
    from filed
    join townships_of
        on filed.area_code = townships_of.area_code
    union all
    select asked.part_code, asked.units_asked as units, filed.*
    from filed
    join asked
        on filed.area_code = asked.part_code
),
part_sums as (
    select
        asked.part_code,
        asked.units_asked,
        cast(coalesce(sum(case when placed.is_whole then placed.units end), 0) as bigint) as units_whole,
        sum(placed.communities) as communities,
        sum(placed.organizations) as organizations,
        sum(placed.certified_workers) as certified_workers,
        sum(placed.fund_balance) as fund_balance,
        sum(placed.active_volunteers) as active_volunteers,
        sum(placed.stations) as stations,
        sum(placed.townships) as townships
    from asked
    left join placed
        on asked.part_code = placed.part_code
    group by asked.part_code, asked.units_asked
),
-- Rooms are returned for a year: of every county those of one year, the newest of which half of the counties have them.
years_of_rooms as (
    select
        period,
        count(value) as counties_known,
        count(*) as counties
    from marts.indicator_values
    where indicator_code = 'floor_area_per_100_households' and period <= $period and area_level = 'county'
    group by period
),
rooms as (
    select
        area_code,
        numerator as floor_area,
        denominator as households
    from marts.indicator_values
    where indicator_code = 'floor_area_per_100_households'
        and period = (select max(period) from years_of_rooms where 2 * counties_known >= counties)
        and area_level = 'county'
        and value is not null
),
people as (
    select area_code, denominator as residents
    from marts.indicator_values
    where indicator_code = 'certified_social_workers_per_10k' and period = $period and area_level = 'county'
),
sides as (
    select
        part_sums.part_code as area_code,
        part_sums.units_asked,
        part_sums.units_whole,
        cast(part_sums.communities as bigint) as communities,
        cast(part_sums.organizations as bigint) as organizations,
        cast(part_sums.certified_workers as bigint) as certified_workers,
        cast(part_sums.fund_balance as bigint) as fund_balance,
        cast(part_sums.active_volunteers as bigint) as active_volunteers,
        cast(part_sums.stations as bigint) as stations,
        cast(part_sums.townships as bigint) as townships,
        rooms.floor_area,
        rooms.households,
        people.residents
    from part_sums
    left join rooms
        on part_sums.part_code = rooms.area_code
    left join people
        on part_sums.part_code = people.area_code
),
amounts as (
    select area_code, 'communities' as amount, communities as size from sides
    union all
    select area_code, 'organizations', organizations from sides
    union all
    select area_code, 'certified_workers', certified_workers from sides
    union all
    select area_code, 'fund_balance', fund_balance from sides
    union all
    select area_code, 'active_volunteers', active_volunteers from sides
    union all
    select area_code, 'floor_area', floor_area from sides
    union all
    select area_code, 'households', households from sides
    union all
    select area_code, 'residents', residents from sides
),
-- What each is made of: its scale, what it counts, what by, and what of the partner there is.
kinds as (
    select
        'community' as item,
        'partner' as item_kind,
        1 as item_order,
        100 as scale,
        'floor_area' as counts,
        'households' as divided_by,
        'communities' as held
    union all
    select 'organizations', 'partner', 2, 10000, 'organizations', 'residents', 'organizations'
    union all
    select 'social_work', 'partner', 3, 10000, 'certified_workers', 'residents', 'certified_workers'
    union all
    select 'charity', 'partner', 4, 1, 'fund_balance', 'communities', 'fund_balance'
    union all
    select 'volunteers', 'partner', 5, 100, 'active_volunteers', 'residents', 'active_volunteers'
    union all
    select 'community_to_organizations', 'link', 1, 1, 'organizations', 'communities', ''
    union all
    select 'organizations_to_social_work', 'link', 2, 100, 'certified_workers', 'organizations', ''
    union all
    select 'social_work_to_charity', 'link', 3, 1, 'fund_balance', 'certified_workers', ''
    union all
    select 'charity_to_volunteers', 'link', 4, 10, 'active_volunteers', 'fund_balance', ''
),
items as (
    select
        sides.area_code,
        sides.units_asked,
        sides.units_whole,
        kinds.item,
        kinds.item_kind,
        kinds.item_order,
        kinds.scale,
        counted.size as numerator,
        divisors.size as denominator,
        holdings.size as holds,
        case when kinds.item = 'social_work' then sides.stations end as stations,
        case when kinds.item = 'social_work' then sides.townships end as townships
    from sides
    cross join kinds
    left join amounts as counted
        on sides.area_code = counted.area_code and kinds.counts = counted.amount
    left join amounts as divisors
        on sides.area_code = divisors.area_code and kinds.divided_by = divisors.amount
    left join amounts as holdings
        on sides.area_code = holdings.area_code and kinds.held = holdings.amount
),
figured as (
    select
        *,
        -- The rooms are filed in a form of their own, whole or not at all.
        case when (item = 'community' or units_whole = units_asked) and denominator > 0 and numerator is not null then
            cast(
                cast((20 * numerator * scale + denominator) // (2 * denominator) as decimal(18, 0)) * cast(0.1 as decimal(2, 1))
                as decimal(18, 1)
            )
        end as figure,
        case when (item = 'community' or units_whole = units_asked) and denominator > 0 then
            cast(numerator as double) * scale / denominator
        end as quotient
    from items
),
ranked as (
    select
        *,
        case when quotient is not null then rank() over (partition by item order by quotient desc nulls last) end as place,
        count(quotient) over (partition by item, quotient) as sharing,
        count(quotient) over (partition by item) as places
    from figured
),
weighed as (
    select
        *,
        row_number() over (
            partition by area_code, item_kind
            order by cast(2 * place + sharing as double) / nullif(places, 0) desc nulls last, item_order
        ) as weakness
    from ranked
)
select
    tree.area_code,
    tree.area_name_zh,
    tree.area_name_en,
    tree.short_name_zh,
    tree.short_name_en,
    tree.city_code,
    tree.city_name_zh,
    tree.city_name_en,
    tree.city_short_name_zh,
    tree.city_short_name_en,
    weighed.item,
    weighed.item_kind,
    weighed.item_order,
    weighed.holds,
    weighed.stations,
    weighed.townships,
    weighed.numerator as item_numerator,
    weighed.denominator as item_denominator,
    weighed.figure,
    case
        when weighed.quotient is not null then 'reported'
        when weighed.denominator = 0 and (weighed.item = 'community' or weighed.units_whole = weighed.units_asked)
            then 'not_applicable'
        when weighed.item <> 'community' and weighed.units_whole > 0 and weighed.units_whole < weighed.units_asked then 'partial'
        else 'missing'
    end as figure_state,
    weighed.place,
    weighed.places,
    -- Where most counties have the same, none of them is behind.
    case when weighed.place is not null then
        3 * (2 * weighed.place + weighed.sharing - 1) > 4 * weighed.places and 2 * weighed.place > weighed.places
    end as is_behind,
    case when weighed.place is not null then weighed.weakness = 1 end as is_weakest,
    weighed.units_asked,
    weighed.units_whole
from weighed
join marts.tree as tree
    on weighed.area_code = tree.area_code and tree.period = $period
order by tree.area_code, weighed.item_kind desc, weighed.item_order
