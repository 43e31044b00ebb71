"""Systems: the systems of the policy side by side, for a county, a city or the whole."""
