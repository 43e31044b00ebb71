-- One row per area and post on a quarter, and one for all posts together: people, approved posts, what is vacant, who is at the top.
-- The area asked for and every city and county (or zone beside counties) below it. A larger area sums up the counties of which all
-- is filed. People without a grade are filed for all posts together: of which post they are tells the staffing return, where it is
-- whole and agrees with this one; a post's people and vacancies are those of the counties where it does. Nobody fills a post of
-- another kind: of such a county the vacancies of all posts are those of its three posts together; of another its people beside its posts.
-- parameters: $area VARCHAR, $period DATE
-- key: area_code, post
-- columns:
--   post VARCHAR, own meaning: chief, deputy, staff, or all for the three together.
--   parts BIGINT: Counties that the area is made of, without zones; 1 of a county or zone itself.
--   parts_filed BIGINT: Those of these of which all is filed.
--   parts_by_post BIGINT: Those of these of which it is known how many people each post has.
--   parts_over BIGINT: Those of these with people beyond the approved posts.
--   graded BIGINT: People with a grade.
--   at_top BIGINT: Those of these at the highest grade of their post.
--   about_to_rise BIGINT, own meaning: A third of those below the highest grade of their post, halves up. Estimated.
--   ungraded BIGINT: People without a grade; of one post where known.
--   post_people BIGINT: People of the post, with a grade or without.
--   approved_posts BIGINT: Approved posts, of the counties whose people are counted.
--   posts_empty BIGINT: Approved posts without people, summed over the counties (and posts) with fewer people than posts.
--   people_over BIGINT: People beyond the approved posts, summed over the counties (and posts) with more people than posts.
--   simulated BOOLEAN: True when a return behind the row is simulated.
with
parts as (
    select area_code, area_level, prefecture_code, city_code, root_code
    from marts.tree
    where period = $period and area_level in ('county', 'zone')
),
kinds as (
    select
        posts.measure,
        posts.attribute_value as post,
        cast(grades.attribute_value as integer) as grade,
        max(cast(grades.attribute_value as integer)) over (partition by posts.attribute_value) as top_grade
    from marts.measure_attributes as posts
    left join marts.measure_attributes as grades
        on posts.dataset = grades.dataset and posts.measure = grades.measure and grades.attribute = 'grade'
    where posts.dataset = 'staffing_grades' and posts.attribute = 'post'
),
cells as (
    select
        observed.area_code,
        observed.measure,
        observed.value,
        observed.simulated,
        kinds.post,
        kinds.grade,
        kinds.top_grade
    from marts.observations as observed
    join parts on observed.area_code = parts.area_code
    left join kinds on observed.measure = kinds.measure
    where observed.dataset = 'staffing_grades' and observed.period = $period and not observed.superseded
),
filed as (
    select
        area_code,
        count(value) = count(*) as is_whole,
        bool_or(simulated) as simulated,
        max(case when measure = 'workers' then value end) as workers,
        max(case when measure = 'graded_workers' then value end) as graded,
        max(case when measure = 'probation' then value end) as ungraded
    from cells
    group by area_code
),
-- A post of which a cell is blank has no sum: what is not known is not 0.
by_post as (
    select
        area_code,
        post,
        case when count(value) = count(*) then sum(case when grade is not null then value end) end as graded,
        max(case when grade = top_grade then value end) as at_top,
        max(case when grade is null then value end) as approved
    from cells
    where post is not null
    group by area_code, post
),
-- The staffing return by post: of a county that its townships filed whole, or that filed itself.
units as (
    select
        parts.area_code as part_code,
        parts.area_code,
        true as is_part
    from parts
    union all
    select
        parts.area_code as part_code,
        areas.area_code,
        false as is_part
    from parts
    join marts.datasets as datasets
        on datasets.dataset = 'staffing' and datasets.reporting_level = 'township'
    join marts.areas as areas
        on parts.area_code = areas.parent_code
        and areas.area_level = 'township'
        and $period >= areas.valid_from
        and (areas.valid_to is null or $period <= areas.valid_to)
),
posts_of_units as (
    select
        units.part_code,
        units.area_code,
        units.is_part,
        posts.attribute_value as post,
        observed.value
    from units
    join marts.measure_attributes as posts
        on posts.dataset = 'staffing' and posts.attribute = 'post'
    left join marts.observations as observed
        on observed.dataset = posts.dataset
        and observed.measure = posts.measure
        and observed.period = $period
        and not observed.superseded
        and units.area_code = observed.area_code
),
staffed as (
    select
        part_code,
        post,
        case
            when count(value) filter (where is_part) = 1 then sum(value) filter (where is_part)
            when count(*) filter (where not is_part) > 0 and count(value) filter (where not is_part) = count(*) filter (where not is_part)
                then sum(value) filter (where not is_part)
        end as people
    from posts_of_units
    group by part_code, post
),
agreeing as (
    select
        filed.area_code,
        coalesce(
            bool_and(staffed.people >= by_post.graded) and sum(staffed.people) = max(filed.workers) and count(staffed.people) = count(*),
            false
        ) as agrees
    from filed
    join by_post on filed.area_code = by_post.area_code
    left join staffed on by_post.area_code = staffed.part_code and by_post.post = staffed.post
    group by filed.area_code
),
rows_by_post as (
    select
        by_post.area_code,
        by_post.post,
        by_post.graded,
        by_post.at_top,
        by_post.approved as approved_there,
        agreeing.agrees,
        case when agreeing.agrees then staffed.people end as people,
        case when agreeing.agrees then by_post.approved end as approved,
        case when agreeing.agrees then (abs(by_post.approved - staffed.people) + by_post.approved - staffed.people) // 2 end as empty,
        case when agreeing.agrees then (abs(by_post.approved - staffed.people) - by_post.approved + staffed.people) // 2 end as over
    from by_post
    join agreeing on by_post.area_code = agreeing.area_code
    left join staffed on by_post.area_code = staffed.part_code and by_post.post = staffed.post
),
tops as (
    select
        area_code,
        case when count(at_top) = count(*) then sum(at_top) end as at_top,
        case when count(approved_there) = count(*) then sum(approved_there) end as approved,
        case when count(empty) = count(*) then sum(empty) end as empty,
        case when count(over) = count(*) then sum(over) end as over
    from rows_by_post
    group by area_code
),
rows_of_parts as (
    select
        area_code,
        post,
        graded,
        at_top,
        agrees,
        people,
        approved,
        empty,
        over
    from rows_by_post
    union all
    select
        filed.area_code,
        'all' as post,
        filed.graded,
        tops.at_top,
        agreeing.agrees,
        filed.workers as people,
        tops.approved,
        coalesce(tops.empty, (abs(tops.approved - filed.workers) + tops.approved - filed.workers) // 2) as empty,
        coalesce(tops.over, (abs(tops.approved - filed.workers) - tops.approved + filed.workers) // 2) as over
    from filed
    join tops on filed.area_code = tops.area_code
    join agreeing on filed.area_code = agreeing.area_code
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
posts as (
    select distinct post from kinds
    union all
    select 'all' as post
),
counted as (
    select
        members.member_code,
        members.is_counted,
        posts.post,
        coalesce(filed.is_whole, false) as is_whole,
        coalesce(filed.simulated, false) as simulated,
        coalesce(own.agrees, false) as agrees,
        case
            when posts.post <> 'all' then own.people - own.graded
            when members.is_itself or filed.is_whole then filed.ungraded
        end as ungraded,
        own.graded,
        own.at_top,
        own.people,
        own.approved,
        own.empty,
        own.over
    from members
    cross join posts
    left join filed on members.part_code = filed.area_code
    left join rows_of_parts as own
        on members.part_code = own.area_code and posts.post = own.post and (members.is_itself or filed.is_whole)
),
summed as (
    select
        member_code,
        post,
        count(*) filter (where is_counted) as parts,
        count(*) filter (where is_counted and is_whole) as parts_filed,
        count(*) filter (where is_counted and is_whole and agrees) as parts_by_post,
        count(*) filter (where is_counted and over > 0) as parts_over,
        cast(sum(graded) as bigint) as graded,
        cast(sum(at_top) as bigint) as at_top,
        cast(sum(ungraded) as bigint) as ungraded,
        cast(sum(people) as bigint) as people,
        cast(sum(approved) as bigint) as approved,
        -- A county's people beyond its posts fill no other county's.
        cast(sum(empty) as bigint) as posts_empty,
        cast(sum(over) as bigint) as people_over,
        bool_or(simulated) as simulated
    from counted
    group by member_code, post
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
    summed.parts,
    summed.parts_filed,
    summed.parts_by_post,
    summed.parts_over,
    summed.graded,
    summed.at_top,
    (2 * (summed.graded - summed.at_top) + 3) // 6 as about_to_rise,
    summed.ungraded,
    summed.people as post_people,
    summed.approved as approved_posts,
    summed.posts_empty,
    summed.people_over,
    summed.simulated
from summed
join marts.tree as tree
    on summed.member_code = tree.area_code and tree.period = $period
where $area in (tree.area_code, tree.prefecture_code, tree.city_code, tree.root_code)
order by tree.area_code, summed.post
