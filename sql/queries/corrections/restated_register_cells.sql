-- One row per key and column of a register of which another cell stands than in a snapshot that is named (its rows of
-- `standing_register_cells`): both cells, with the batch, file and row of each. What was put right first, then states of a later day, then new rows.
-- key: row_key, column_code
-- parameters: $dataset VARCHAR, $published standing_register_cells
-- columns:
--   dataset VARCHAR: Kind of return.
--   row_key VARCHAR: Key of the row; several columns with a bar between.
--   row_title_zh VARCHAR: What the row is about, as the register says it in Chinese; none where it has no text for it.
--   row_title_en VARCHAR: The same in English; in Chinese where the register has no other.
--   column_code VARCHAR: Column of the register.
--   column_name_zh VARCHAR: Chinese name of the column.
--   column_name_en VARCHAR: English name of the column.
--   column_kind VARCHAR: text, whole_number, date, yes_no, choice, area, department or reference.
--   cell_before VARCHAR: Cell that stood before; none where no row of the key did, or it was blank.
--   cell_after VARCHAR: Cell that stands; none where no row of the key does, or it is blank.
--   choice_before_zh VARCHAR: The cell before as the register calls it in Chinese; none where it is no choice.
--   choice_before_en VARCHAR: The cell before as the register calls it in English; none where it is no choice.
--   choice_after_zh VARCHAR: The cell that stands as the register calls it in Chinese; none where it is no choice.
--   choice_after_en VARCHAR: The cell that stands as the register calls it in English; none where it is no choice.
--   restated_because VARCHAR, own meaning: filed_since (no row of the key stood before), corrected (filed again for the same day), new_state (a row tells the state from a later day on), blanked (corrected to a blank cell), ended (a row ends the key), withdrawn (its batch was taken back; an earlier one may stand again) or rules_changed (the same batch, read otherwise).
--   stands_from_before DATE: Day from which the row that stood before tells the state.
--   stands_from DATE, own meaning: Day from which the row that stands, or ends the key, tells the state; none where there is none.
--   batch_before VARCHAR: Batch that it stood in before.
--   file_name_before VARCHAR: File of that batch.
--   file_row_before BIGINT: Row in that file.
--   batch_id VARCHAR, own meaning: Batch of the row that stands, or ends the key; none where there is none.
with
rows_before as (
    select part.entry as entry
    from (select 1 as one) as once
    cross join
        unnest(
            cast(
                $published as struct(
                    row_key varchar,
                    column_code varchar,
                    column_name_zh varchar,
                    column_name_en varchar,
                    column_kind varchar,
                    column_order integer,
                    cell varchar,
                    withdrawn boolean,
                    stands_from date,
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
        rows_before.entry.row_key as row_key,
        rows_before.entry.column_code as column_code,
        rows_before.entry.column_name_zh as column_name_zh,
        rows_before.entry.column_name_en as column_name_en,
        rows_before.entry.column_kind as column_kind,
        rows_before.entry.column_order as column_order,
        case when rows_before.entry.withdrawn then null else rows_before.entry.cell end as cell,
        rows_before.entry.withdrawn as withdrawn,
        rows_before.entry.stands_from as stands_from,
        rows_before.entry.batch_id as batch_id,
        rows_before.entry.sequence as sequence,
        rows_before.entry.file_name as file_name,
        rows_before.entry.file_row as file_row
    from rows_before
),
standing as (
    select * from marts.register_rows
    where dataset = $dataset and is_newest
),
after as (
    select
        cells.row_key,
        cells.column_code,
        cells.column_name_zh,
        cells.column_name_en,
        cells.column_kind,
        cells.column_order,
        case when standing.withdrawn then null else cells.cell end as cell
    from standing
    join marts.register_cells as cells
        on standing.dataset = cells.dataset
        and standing.row_key = cells.row_key
        and standing.sequence = cells.sequence
        and standing.file_row = cells.file_row
),
-- A row that stands stood, or did not, with all its cells, whatever columns the register has gained since.
stood as (
    select distinct
        row_key,
        withdrawn,
        stands_from,
        batch_id,
        sequence,
        file_name,
        file_row
    from before
),
changed as (
    select
        coalesce(after.row_key, before.row_key) as row_key,
        coalesce(after.column_code, before.column_code) as column_code,
        coalesce(after.column_name_zh, before.column_name_zh) as column_name_zh,
        coalesce(after.column_name_en, before.column_name_en) as column_name_en,
        coalesce(after.column_kind, before.column_kind) as column_kind,
        coalesce(after.column_order, before.column_order) as column_order,
        before.cell as cell_before,
        after.cell as cell_after
    from before
    full outer join after
        on before.row_key = after.row_key and before.column_code = after.column_code
    where before.cell is distinct from after.cell
),
-- Which column says what a row is about, and its sister in English, where a column `..._zh` has one.
naming as (
    select distinct
        column_code as code_zh,
        replace(column_code, '_zh', '_en') as code_en
    from marts.register_cells
    where dataset = $dataset and names_row
),
said as (
    select
        coalesce(after.row_key, before.row_key) as row_key,
        coalesce(after.column_code, before.column_code) as column_code,
        coalesce(after.cell, before.cell) as cell
    from before
    full outer join after
        on before.row_key = after.row_key and before.column_code = after.column_code
),
titles as (
    select
        said.row_key,
        max(case when said.column_code = naming.code_zh then said.cell end) as title_zh,
        max(case when said.column_code = naming.code_en then said.cell end) as title_en
    from said
    cross join naming
    group by said.row_key
),
told as (
    select
        changed.*,
        case
            when stood.row_key is null then 'filed_since'
            when withdrawals.batch_id is not null then 'withdrawn'
            when standing.row_key is null or standing.sequence <= stood.sequence then 'rules_changed'
            when standing.withdrawn then 'ended'
            when stood.withdrawn then 'filed_since'
            when standing.stands_from > stood.stands_from then 'new_state'
            when changed.cell_after is null then 'blanked'
            else 'corrected'
        end as restated_because,
        stood.stands_from as stands_from_before,
        standing.stands_from as stands_from,
        stood.batch_id as batch_before,
        stood.file_name as file_name_before,
        stood.file_row as file_row_before,
        standing.batch_id as batch_id,
        standing.file_name as file_name,
        standing.file_row as file_row,
        standing.filed_on as filed_on,
        standing.filed_by as filed_by
    from changed
    left join stood
        on changed.row_key = stood.row_key
    left join standing
        on changed.row_key = standing.row_key
    left join marts.withdrawals as withdrawals
        on stood.batch_id = withdrawals.batch_id
)

select
    $dataset as dataset,
    datasets.dataset_name_zh,
    datasets.dataset_name_en,
    told.row_key,
    titles.title_zh as row_title_zh,
    coalesce(titles.title_en, titles.title_zh) as row_title_en,
    told.column_code,
    told.column_name_zh,
    told.column_name_en,
    told.column_kind,
    told.cell_before,
    told.cell_after,
    choices_before.choice_name_zh as choice_before_zh,
    choices_before.choice_name_en as choice_before_en,
    choices_after.choice_name_zh as choice_after_zh,
    choices_after.choice_name_en as choice_after_en,
    told.restated_because,
    told.stands_from_before,
    told.stands_from,
    told.batch_before,
    told.file_name_before,
    told.file_row_before,
    told.batch_id,
    told.file_name,
    told.file_row,
    told.filed_on,
    told.filed_by
from told
left join titles
    on told.row_key = titles.row_key
left join marts.register_choices as choices_before
    on choices_before.dataset = $dataset
    and told.column_code = choices_before.column_code
    and told.cell_before = choices_before.choice_code
left join marts.register_choices as choices_after
    on choices_after.dataset = $dataset
    and told.column_code = choices_after.column_code
    and told.cell_after = choices_after.choice_code
left join marts.datasets as datasets
    on datasets.dataset = $dataset
order by
    case told.restated_because when 'filed_since' then 2 when 'new_state' then 1 else 0 end,
    told.row_key,
    told.column_order,
    told.column_code
