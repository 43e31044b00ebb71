"""The profile of a county, a city or the whole: one screen, one sheet of paper."""
