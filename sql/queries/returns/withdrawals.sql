-- One row per batch that was taken back, the newest withdrawal first.
-- key: batch_id
select *
from marts.withdrawals
order by withdrawn_sequence desc
