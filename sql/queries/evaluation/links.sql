-- One row per pair of areas that count as neighbours though their outlines do not touch.
-- key: area_code, linked_area_code
select * from marts.links
order by area_code, linked_area_code
