"""Service coverage: which communities have which service, county by county."""
