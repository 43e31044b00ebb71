-- One row per set of weights, system, and indicator in it or the system itself, and day from which it is in force.
-- key: weight_set, policy_system, weighed, valid_from
select * from marts.weights
order by set_order, policy_system, weighed, valid_from
