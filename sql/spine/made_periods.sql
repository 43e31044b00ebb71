-- One row per quarter whose rows this pass of the build makes.
select period
from spine.pass_periods
where is_made
