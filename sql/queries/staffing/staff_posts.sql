-- One row per area with community workers filed whole for a quarter, the area asked for and every city and county below it: its workers
-- by post, and those with a certificate. A larger area sums up the counties of which all is filed.
-- key: area_code
-- parameters: $period DATE, $area VARCHAR
-- columns:
--   parts BIGINT, own meaning: Counties (and zones beside counties) summed up; 1 of a county itself.
--   workers BIGINT: Community workers, all posts.
--   chief BIGINT: Those in the post of a chief.
--   deputy BIGINT: Those in the post of a deputy.
--   staff BIGINT: Those in other posts.
--   certified BIGINT: Those with a certificate.
--   certified_share DECIMAL(4,1): Those with a certificate in per cent of all, to a tenth, halves up; none where there are no workers.
with
whole as (
    select indicator_values.area_code
    from marts.indicator_values as indicator_values
    join marts.indicators as indicators
        on indicator_values.indicator_code = indicators.indicator_code
    where indicators.numerator_dataset = 'staffing'
        and indicators.denominator_dataset = 'staffing'
        and indicator_values.period = $period
        and indicator_values.area_level in ('county', 'zone')
    group by indicator_values.area_code
    having bool_and(indicator_values.units_expected > 0 and indicator_values.units_reported = indicator_values.units_expected)
),
parts as (
    select tree.area_code, tree.area_level, tree.prefecture_code, tree.city_code, tree.root_code
    from marts.tree as tree
    join whole
        on tree.area_code = whole.area_code
    where tree.period = $period and $area in (tree.root_code, tree.prefecture_code, tree.city_code, tree.area_code)
),
units as (
    select area_code as part_code, area_code as unit_code from parts
    union all
    select parts.area_code as part_code, areas.area_code as unit_code
    from parts
    join marts.areas as areas
        on parts.area_code = areas.parent_code
        and $period >= areas.valid_from
        and (areas.valid_to is null or $period <= areas.valid_to)
),
cells as (
    select
        units.part_code,
        observed.measure,
        observed.value,
        posts.attribute_value as post
    from marts.observations as observed
    join units
        on observed.area_code = units.unit_code
    left join marts.measure_attributes as posts
        on observed.dataset = posts.dataset and observed.measure = posts.measure and posts.attribute = 'post'
    where observed.dataset = 'staffing' and observed.period = $period and not observed.superseded
),
part_sums as (
    select
        part_code,
        coalesce(sum(case when post is not null then value end), 0) as workers,
        coalesce(sum(case when post = 'chief' then value end), 0) as chief,
        coalesce(sum(case when post = 'deputy' then value end), 0) as deputy,
        coalesce(sum(case when post = 'staff' then value end), 0) as staff,
        coalesce(sum(case when measure = 'certified_workers' then value end), 0) as certified
    from cells
    group by part_code
),
members as (
    select area_code as member_code, area_code as part_code from parts where area_level = 'county'
    union all
    select city_code as member_code, area_code as part_code
    from parts
    where city_code is not null and $area in (root_code, city_code)
    union all
    select prefecture_code as member_code, area_code as part_code
    from parts
    where prefecture_code is not null and $area in (root_code, city_code, prefecture_code)
    union all
    select root_code as member_code, area_code as part_code
    from parts
    where $area = root_code
),
member_sums as (
    select
        members.member_code,
        count(*) as parts,
        cast(sum(part_sums.workers) as bigint) as workers,
        cast(sum(part_sums.chief) as bigint) as chief,
        cast(sum(part_sums.deputy) as bigint) as deputy,
        cast(sum(part_sums.staff) as bigint) as staff,
        cast(sum(part_sums.certified) as bigint) as certified
    from members
    join part_sums
        on members.part_code = part_sums.part_code
    group by members.member_code
)
select
    tree.area_code,
    tree.area_level,
    tree.area_name_zh,
    tree.area_name_en,
    tree.short_name_zh,
    tree.short_name_en,
    tree.city_code,
    tree.city_name_zh,
    tree.city_name_en,
    member_sums.parts,
    member_sums.workers,
    member_sums.chief,
    member_sums.deputy,
    member_sums.staff,
    member_sums.certified,
    case
        when member_sums.workers > 0
            then cast(
                cast((2000 * member_sums.certified + member_sums.workers) // (2 * member_sums.workers) as decimal(8, 0))
                * cast(0.1 as decimal(2, 1))
                as decimal(4, 1)
            )
    end as certified_share
from member_sums
join marts.tree as tree
    on member_sums.member_code = tree.area_code and tree.period = $period
order by tree.area_code
