"""Submissions desk: filed tables are read, what is unclear is settled, and what landed is published."""

from ui.frame.opening import open_screen
from ui.submissions import screen

open_screen("submissions", screen.draw)
