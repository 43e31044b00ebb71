"""Two dates of one indicator: both maps in one legend, the map of what changed, and all periods played."""
