"""Pilots and cases: the board by themes, how each case travelled, which pilots a batch had, what a county has of them."""
