-- One row per area that is compared with others of its kind: the group by rule to which it belongs.
-- key: area_code
select * from marts.peers
order by area_code
