-- One row per landed row of a batch that was taken back: where it counted, and since when it does not.
-- withdrawn_sequence: of the withdrawal, in the one order of all batches of the home.
-- kept as: view
select
    rows.dataset,
    rows.is_counts,
    rows.period,
    rows.sequence,
    withdrawals.sequence as withdrawn_sequence
from landing.withdrawn_rows as rows
join landing.withdrawals as withdrawals
    on rows.sequence = withdrawals.batch_sequence
