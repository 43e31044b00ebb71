"""The catalogue of indicators."""
