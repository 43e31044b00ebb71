"""Two indicators: a mark a county, and how the two go together."""
