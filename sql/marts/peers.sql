-- One row per area that is compared with others of its kind: the group by rule to which it belongs.
-- key: area_code
-- columns:
--   area_code VARCHAR: Code of the area by GB/T 2260 (6 digits) or its 9-digit extension; text, never a number.
--   peer_group VARCHAR: Name of the group of its peers, made by rule from kind and urban share.
--   peer_group_name_zh VARCHAR: Chinese name of the group of its peers.
--   peer_group_name_en VARCHAR: English name of the group of its peers.
select
    area_code,
    peer_group,
    peer_group_name_zh,
    peer_group_name_en
from reference.peers
