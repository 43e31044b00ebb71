"""Staffing: distribution, gaps, pace, what if, and how far verdicts rest on the denominator."""
