"""The write side: from a filed return to a published snapshot. See `python -m pipelines --help`."""
