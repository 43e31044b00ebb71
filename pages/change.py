"""Two dates of an indicator: what changed between them, and where."""

from ui.change import screen
from ui.frame.opening import open_screen

open_screen("change", screen.draw)
