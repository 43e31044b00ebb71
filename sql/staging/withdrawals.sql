-- One row per batch that was taken back: what it was, and who took it back, when and why.
-- kept as: view
select
    batch_id,
    dataset,
    file_name,
    filed_on,
    filed_by,
    rows as batch_rows,
    first_period as batch_first_period,
    last_period as batch_last_period,
    withdrawn_on,
    withdrawn_by,
    why as withdrawn_because,
    sequence as withdrawn_sequence
from landing.withdrawals
