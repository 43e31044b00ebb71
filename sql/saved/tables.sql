-- 有哪些表、多少行，每一列是什么
-- Which tables there are, with how many rows, and what each column means
with places as (
    select schema_name, table_name, estimated_size as rows, comment
    from duckdb_tables()
    union all by name
    select schema_name, view_name as table_name, null as rows, comment
    from duckdb_views()
    where not internal
)
select
    places.schema_name,
    places.table_name,
    places.rows,
    columns.column_name,
    lower(columns.data_type) as column_type,
    columns.comment as column_meaning,
    places.comment as table_meaning
from places
join duckdb_columns() as columns using (schema_name, table_name)
where places.schema_name in ('marts', 'questions')
order by places.schema_name, places.table_name, columns.column_index
