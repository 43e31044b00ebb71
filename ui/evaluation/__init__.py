"""Evaluation: the composite index with all that is not sure of it, clusters, and what is accepted each year."""
