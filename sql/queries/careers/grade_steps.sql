-- One row per area, post and grade on a quarter: how many people stand at it, and how many of them are about to rise. The area
-- asked for and every city and county (or zone beside counties) below it. A county tells what it filed; a larger area sums up the
-- counties of which all is filed. Years at a grade are not filed, and a grade rises by one about every three years: so a third of
-- those below the top of their post is expected to rise in the year to come. An estimate.
-- parameters: $area VARCHAR, $period DATE
-- key: area_code, post, grade
-- columns:
--   post VARCHAR: chief, deputy or staff.
--   grade INTEGER: Grade of the scale, from 1 up; a post has only those of its range.
--   is_top BOOLEAN: True for the highest grade of the post: nobody rises there without another post.
--   parts BIGINT: Counties that the area is made of, without zones; 1 of a county or zone itself.
--   parts_filed BIGINT: Those of these of which all is filed.
--   people BIGINT: People at the grade on the last day of the quarter.
--   about_to_rise BIGINT: A third of them, halves up; 0 at the top of the post. Estimated.
--   people_of_whole BIGINT: People at the grade in the whole of which all is filed.
--   post_of_whole BIGINT: People with a grade of the post in that whole: with these, its mix.
--   simulated BOOLEAN: True when a return behind the row is simulated.
with
parts as (
    select area_code, area_level, prefecture_code, city_code, root_code
    from marts.tree
    where period = $period and area_level in ('county', 'zone')
),
steps as (
    select
        posts.measure,
        posts.attribute_value as post,
        cast(grades.attribute_value as integer) as grade
    from marts.measure_attributes as posts
    join marts.measure_attributes as grades
        on posts.dataset = grades.dataset and posts.measure = grades.measure and grades.attribute = 'grade'
    where posts.dataset = 'staffing_grades' and posts.attribute = 'post'
),
cells as (
    select
        observed.area_code,
        observed.measure,
        observed.value,
        observed.simulated
    from marts.observations as observed
    join parts on observed.area_code = parts.area_code
    where observed.dataset = 'staffing_grades' and observed.period = $period and not observed.superseded
),
filed as (
    select
        area_code,
        count(value) = count(*) as is_whole,
        bool_or(simulated) as simulated
    from cells
    group by area_code
),
members as (
    select area_code as member_code, area_code as part_code, true as is_itself, true as is_counted from parts
    union all
    select city_code as member_code, area_code as part_code, false as is_itself, area_level = 'county' as is_counted
    from parts
    where city_code is not null
    union all
    select prefecture_code as member_code, area_code as part_code, false as is_itself, area_level = 'county' as is_counted
    from parts
    where prefecture_code is not null
    union all
    select root_code as member_code, area_code as part_code, false as is_itself, area_level = 'county' as is_counted
    from parts
    where root_code <> area_code
),
summed as (
    select
        members.member_code,
        steps.post,
        steps.grade,
        count(*) filter (where members.is_counted) as parts,
        count(*) filter (where members.is_counted and filed.is_whole) as parts_filed,
        cast(sum(case when members.is_itself or filed.is_whole then cells.value end) as bigint) as people,
        coalesce(bool_or(filed.simulated), false) as simulated
    from members
    cross join steps
    left join filed
        on members.part_code = filed.area_code
    left join cells
        on members.part_code = cells.area_code and steps.measure = cells.measure
    group by members.member_code, steps.post, steps.grade
),
mixes as (
    select
        summed.post,
        summed.grade,
        summed.people as people_of_whole,
        cast(sum(summed.people) over (partition by summed.post) as bigint) as post_of_whole
    from summed
    join marts.tree as tree
        on summed.member_code = tree.root_code and tree.area_code = tree.root_code and tree.period = $period
),
tops as (
    select post, max(grade) as top_grade
    from steps
    group by post
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
    summed.post,
    summed.grade,
    summed.grade = tops.top_grade as is_top,
    summed.parts,
    summed.parts_filed,
    summed.people,
    case when summed.grade = tops.top_grade then summed.people * 0 else (2 * summed.people + 3) // 6 end as about_to_rise,
    mixes.people_of_whole,
    mixes.post_of_whole,
    summed.simulated
from summed
join tops on summed.post = tops.post
join mixes on summed.post = mixes.post and summed.grade = mixes.grade
join marts.tree as tree
    on summed.member_code = tree.area_code and tree.period = $period
where $area in (tree.area_code, tree.prefecture_code, tree.city_code, tree.root_code)
order by tree.area_code, summed.post, summed.grade
