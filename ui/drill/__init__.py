"""From the whole down to townships: a column for each level, each set against the figure one level up."""
