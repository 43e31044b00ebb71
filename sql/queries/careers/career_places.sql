-- One row per area of the tree on a quarter and each of three figures: the share of a year's entries recruited openly, the share of
-- workers with a grade, and how many of a thousand workers rose into public service in a year; and where a county stands with it
-- among all counties. Entries and careers are those of the newest year-end by then that is due, or, where none is, for which a return is there. A county of which
-- not all that a figure needs is filed has none; a larger area sums up the counties of which it is.
-- parameters: $period DATE
-- key: area_code, career_item
-- columns:
--   career_item VARCHAR: open_hiring, graded or promoted.
--   career_order INTEGER: Place of the figure on the page.
--   told_on DATE: Quarter-end or year-end that the figure is of; none where no county has filed.
--   item_numerator BIGINT: What the figure counts.
--   item_denominator BIGINT: What it is divided by.
--   career_figure DECIMAL(18,1): What is counted over what it is divided by, in per cent or of a thousand, to a tenth, halves up.
--   figure_state VARCHAR, own meaning: reported, partial, missing, or not_applicable with nothing to divide by; partial of fewer counties than all.
--   parts BIGINT: Counties that the area is made of, without zones; 1 of a county or zone itself.
--   parts_known BIGINT: Those of these of which all that the figure needs is filed.
--   place BIGINT, own meaning: Place among the counties with a figure, 1 the highest; equal figures share it; none of a larger area.
--   places BIGINT: Counties with a figure.
--   is_behind BOOLEAN: True in the last third of these, where equal figures stand at the middle of the places they share; none without a figure.
--   simulated BOOLEAN: True when a return behind the row is simulated.
with
parts as (
    select area_code, area_level, prefecture_code, city_code, root_code
    from marts.tree
    where period = $period and area_level in ('county', 'zone')
),
members as (
    select area_code as member_code, area_code as part_code, area_level = 'county' as is_county, true as is_counted from parts
    union all
    select city_code as member_code, area_code as part_code, false as is_county, area_level = 'county' as is_counted
    from parts
    where city_code is not null
    union all
    select prefecture_code as member_code, area_code as part_code, false as is_county, area_level = 'county' as is_counted
    from parts
    where prefecture_code is not null
    union all
    select root_code as member_code, area_code as part_code, false as is_county, area_level = 'county' as is_counted
    from parts
    where root_code <> area_code
),
years as (
    -- A county that files before the others are due does not stand for the year.
    select coalesce(due.told_on, filed_first.told_on) as told_on
    from (
        select max(period) as told_on
        from marts.due_dates
        where dataset = 'staffing_moves' and period <= $period and is_due
    ) as due
    cross join (
        select max(observed.period) as told_on
        from marts.observations as observed
        join parts on observed.area_code = parts.area_code
        where observed.dataset = 'staffing_moves' and observed.period <= $period and not observed.superseded
    ) as filed_first
),
forms as (
    select 'staffing_moves' as dataset, told_on from years
    union all
    select 'staffing_grades' as dataset, $period as told_on
),
kinds as (
    select dataset, measure, attribute_value as move_kind
    from marts.measure_attributes
    where attribute = 'kind' and dataset = 'staffing_moves'
),
filed as (
    select
        forms.dataset,
        observed.area_code,
        bool_or(observed.simulated) as simulated,
        sum(case when observed.measure = 'entries_open' then observed.value end) as entries_open,
        sum(case when kinds.move_kind = 'entry' then observed.value end) as entries,
        count(case when kinds.move_kind = 'entry' and observed.value is null then 1 end) as entries_blank,
        sum(case when kinds.move_kind = 'career' then observed.value end) as careers,
        count(case when kinds.move_kind = 'career' and observed.value is null then 1 end) as careers_blank,
        sum(case when observed.measure = 'workers_at_end' then observed.value end) as workers_at_end,
        sum(case when observed.measure = 'graded_workers' then observed.value end) as graded_workers,
        sum(case when observed.measure = 'workers' then observed.value end) as workers
    from forms
    join marts.observations as observed
        on forms.dataset = observed.dataset and forms.told_on = observed.period and not observed.superseded
    left join kinds
        on observed.dataset = kinds.dataset and observed.measure = kinds.measure
    group by forms.dataset, observed.area_code
),
wanted as (
    select 'open_hiring' as career_item, 1 as career_order, 'staffing_moves' as dataset, 100 as scale
    union all
    select 'graded', 2, 'staffing_grades', 100
    union all
    select 'promoted', 3, 'staffing_moves', 1000
),
cells as (
    select
        parts.area_code as part_code,
        wanted.career_item,
        filed.area_code is not null as is_filed,
        coalesce(filed.simulated, false) as simulated,
        case wanted.career_item
            when 'open_hiring' then filed.entries_open
            when 'graded' then filed.graded_workers
            when 'promoted' then case when filed.careers_blank = 0 then filed.careers end
        end as numerator,
        case wanted.career_item
            when 'open_hiring' then case when filed.entries_blank = 0 then filed.entries end
            when 'graded' then filed.workers
            when 'promoted' then filed.workers_at_end
        end as denominator
    from parts
    cross join wanted
    left join filed
        on wanted.dataset = filed.dataset and parts.area_code = filed.area_code
),
known as (
    select
        *,
        numerator is not null and denominator is not null as is_whole
    from cells
),
items as (
    select
        members.member_code as area_code,
        members.is_county,
        wanted.career_item,
        wanted.career_order,
        wanted.scale,
        forms.told_on,
        coalesce(bool_or(cells.is_filed), false) as is_filed,
        coalesce(bool_or(cells.is_whole), false) as is_whole,
        count(*) filter (where members.is_counted) as parts,
        count(*) filter (where members.is_counted and cells.is_whole) as parts_known,
        bool_or(cells.simulated) as simulated,
        cast(sum(case when cells.is_whole then cells.numerator end) as bigint) as numerator,
        cast(sum(case when cells.is_whole then cells.denominator end) as bigint) as denominator
    from members
    cross join wanted
    join forms on wanted.dataset = forms.dataset
    left join known as cells
        on members.part_code = cells.part_code and wanted.career_item = cells.career_item
    group by
        members.member_code, members.is_county, wanted.career_item, wanted.career_order, wanted.scale, forms.told_on
),
figured as (
    select
        *,
        case when is_whole and denominator > 0 then
            cast(
                cast((20 * numerator * scale + denominator) // (2 * denominator) as decimal(18, 0)) * cast(0.1 as decimal(2, 1))
                as decimal(18, 1)
            )
        end as career_figure,
        case when is_whole and denominator > 0 then cast(numerator as double) * scale / denominator end as quotient
    from items
),
ranked as (
    select
        *,
        case when is_county and quotient is not null then
            rank() over (partition by career_item, is_county order by quotient desc nulls last)
        end as place,
        count(case when is_county then quotient end) over (partition by career_item, quotient) as sharing,
        count(case when is_county then quotient end) over (partition by career_item) as places
    from figured
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
    tree.city_short_name_zh,
    tree.city_short_name_en,
    ranked.career_item,
    ranked.career_order,
    ranked.told_on,
    ranked.numerator as item_numerator,
    ranked.denominator as item_denominator,
    ranked.career_figure,
    case
        when ranked.is_whole and ranked.parts_known < ranked.parts then 'partial'
        when ranked.quotient is not null then 'reported'
        when ranked.is_whole and ranked.denominator = 0 then 'not_applicable'
        when ranked.is_filed then 'partial'
        else 'missing'
    end as figure_state,
    ranked.parts,
    ranked.parts_known,
    ranked.place,
    ranked.places,
    -- Where most counties have the same, none of them is behind.
    case when ranked.place is not null then
        3 * (2 * ranked.place + ranked.sharing - 1) > 4 * ranked.places and 2 * ranked.place > ranked.places
    end as is_behind,
    ranked.simulated
from ranked
join marts.tree as tree
    on ranked.area_code = tree.area_code and tree.period = $period
order by tree.area_code, ranked.career_order
