"""Why verdicts changed: each county that crossed the target, its change split into denominator, target and numerator."""
