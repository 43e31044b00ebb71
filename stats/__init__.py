"""The composite index, its draws and the clusters: frames in, frames out; knows no database, no page and no language.

Not called `statistics`, as the design has it: Python's own module has that name (docs/decisions/0021).
"""
