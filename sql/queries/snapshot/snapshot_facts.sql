-- One row: this snapshot, the pack it was built with and what is simulated in it.
-- key: snapshot_id
select * from marts.snapshot
