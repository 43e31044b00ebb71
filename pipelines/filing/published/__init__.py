"""Tables as offices publish and print them: laid out as grids, understood by what stands in them, and taken over as rows of a return.

A file whose heading says an area's code and the measures by the words of its form is read without any of this (`pipelines.filing.read`).
Here is what a statistics bulletin or a printed table is: titles, headings of several rows, units, names in the place of codes, totals
among the rows, notes below. What is taken for what is told; what may be meant in two ways is an error that says how to settle it.
"""
