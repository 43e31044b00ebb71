-- One row per measure and area of a dataset on a period of which another figure stands than in a snapshot that is named (its
-- rows of `standing_cells`): both figures, with the batch, file and row of each.
-- key: measure, area_code
-- parameters: $dataset VARCHAR, $period DATE, $published standing_cells
-- columns:
--   period DATE: Last day of the quarter or year.
--   area_code VARCHAR: Code of the area by GB/T 2260 (6 digits) or its 9-digit extension; text, never a number.
--   measure VARCHAR: What is counted: a column of a return, or people, households, committees of a dated figure.
--   dataset VARCHAR: Kind of return.
--   part_code VARCHAR: County that the area lies in on the period, or the area itself where it is none's township.
--   value_before BIGINT: Figure that stood before; none where nothing was filed, or the cell was blank.
--   value_after BIGINT: Figure that stands; none where nothing is filed, or the cell is blank.
--   figure_change BIGINT: The later less the earlier; none where one of the two is not known.
--   restated_because VARCHAR: filed_since, corrected, blanked (a figure gave way to a blank cell), withdrawn (its batch was taken back; an earlier one may stand again), replaced (filed for a larger or smaller area since), or rules_changed (the same batch, read otherwise).
--   batch_before VARCHAR: Batch that it stood in before.
--   file_name_before VARCHAR: File of that batch.
--   file_row_before BIGINT: Row in that file.
--   batch_id VARCHAR, own meaning: Batch that stands; none where nothing does.
with
rows_before as (
    select part.entry as entry
    from (select 1 as one) as once
    cross join
        unnest(
            cast(
                $published as struct(
                    measure varchar,
                    area_code varchar,
                    value bigint,
                    batch_id varchar,
                    sequence bigint,
                    file_name varchar,
                    file_row bigint,
                    filed_on date,
                    filed_by varchar
                )[]
            )
        ) as part(entry)
),
before as (
    select
        rows_before.entry.measure as measure,
        rows_before.entry.area_code as area_code,
        rows_before.entry.value as value,
        rows_before.entry.batch_id as batch_id,
        rows_before.entry.sequence as sequence,
        rows_before.entry.file_name as file_name,
        rows_before.entry.file_row as file_row,
        rows_before.entry.filed_on as filed_on,
        rows_before.entry.filed_by as filed_by
    from rows_before
),
standing as (
    select
        *,
        row_number() over (partition by measure, area_code order by sequence desc) as newer
    from marts.observations
    where dataset = $dataset and period = $period and not superseded
),
after as (
    select * from standing
    where newer = 1
),
both_sides as (
    select
        coalesce(after.measure, before.measure) as measure,
        coalesce(after.area_code, before.area_code) as area_code,
        before.value as value_before,
        after.value as value_after,
        before.sequence as sequence_before,
        after.sequence as sequence_after,
        before.batch_id as batch_before,
        before.file_name as file_name_before,
        before.file_row as file_row_before,
        after.batch_id as batch_id,
        after.sequence as sequence,
        after.file_name as file_name,
        after.file_row as file_row,
        after.filed_on as filed_on,
        after.filed_by as filed_by
    from before
    full outer join after
        on before.measure = after.measure and before.area_code = after.area_code
),
named as (
    select
        area_code,
        area_name_zh,
        area_name_en,
        area_level,
        parent_code,
        row_number() over (partition by area_code order by valid_from desc) as later
    from marts.areas
    where valid_from <= $period
)

select
    $dataset as dataset,
    both_sides.measure,
    measures.measure_name_zh,
    measures.measure_name_en,
    both_sides.area_code,
    named.area_name_zh,
    named.area_name_en,
    case when named.area_level = 'township' then named.parent_code else both_sides.area_code end as part_code,
    $period as period,
    both_sides.value_before,
    both_sides.value_after,
    both_sides.value_after - both_sides.value_before as figure_change,
    case
        when both_sides.sequence_before is null then 'filed_since'
        when withdrawals.batch_id is not null then 'withdrawn'
        when both_sides.sequence_after is null then 'replaced'
        when both_sides.sequence_after = both_sides.sequence_before then 'rules_changed'
        when both_sides.sequence_after < both_sides.sequence_before then 'withdrawn'
        when both_sides.value_after is null then 'blanked'
        else 'corrected'
    end as restated_because,
    both_sides.batch_before,
    both_sides.file_name_before,
    both_sides.file_row_before,
    both_sides.batch_id,
    both_sides.file_name,
    both_sides.file_row,
    both_sides.filed_on,
    both_sides.filed_by
from both_sides
left join marts.measures as measures
    on measures.dataset = $dataset and both_sides.measure = measures.measure
left join named
    on both_sides.area_code = named.area_code and named.later = 1
left join marts.withdrawals as withdrawals
    on both_sides.batch_before = withdrawals.batch_id
where both_sides.value_before is distinct from both_sides.value_after
order by both_sides.area_code, measures.measure_order, both_sides.measure
