"""Chase-up lists: what a city still owes, as a workbook and as a letter."""
