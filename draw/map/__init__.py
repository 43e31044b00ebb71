"""The maps a reader explores, drawn by pydeck."""
