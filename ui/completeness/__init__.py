"""Completeness: who was to file, who has, who was in time."""
