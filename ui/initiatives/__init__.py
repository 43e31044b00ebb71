"""Initiatives: four lists and their tasks, what is late, whose it is."""
