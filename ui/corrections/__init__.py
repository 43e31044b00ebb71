"""Corrections: what is known otherwise now than an earlier snapshot knew it, and what was published in between."""
