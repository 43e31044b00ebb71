-- One row per set of weights, system, and indicator in it or the system itself, and day from which it is in force.
-- key: weight_set, policy_system, weighed, valid_from
-- columns:
--   weight_set VARCHAR: Name of the set of weights.
--   weight_set_name_zh VARCHAR: Chinese name of the set of weights.
--   weight_set_name_en VARCHAR: English name of the set of weights.
--   set_order INTEGER: Place of the set; the first in force on a day is the registry's own.
--   policy_system VARCHAR: System of the policy it belongs to.
--   weighed VARCHAR: Code of the indicator that is weighed in its system, or the system's own where it is weighed among the systems.
--   weight DECIMAL(18,6): Its weight beside the others of its group; they are brought to a sum of 1.
--   valid_from DATE: First day it is valid, inclusive; 1900-01-01 means since always.
--   valid_to DATE: Last day it is valid, inclusive; none while it still is, or until it is replaced.
--   reason_zh VARCHAR: Why these weights, in Chinese.
--   reason_en VARCHAR: Why these weights, in English.
--   source VARCHAR: Where the row comes from.
-- checks:
--   a weight is not below zero: weight >= 0
--   a weight ends after it begins: valid_to is null or valid_to >= valid_from
select
    weight_set,
    weight_set_name_zh,
    weight_set_name_en,
    cast(set_order as integer) as set_order,
    policy_system,
    coalesce(indicator_code, policy_system) as weighed,
    cast(weight as decimal(18, 6)) as weight,
    coalesce(cast(valid_from as date), date '1900-01-01') as valid_from,
    cast(valid_to as date) as valid_to,
    reason_zh,
    reason_en,
    source
from reference.weights
