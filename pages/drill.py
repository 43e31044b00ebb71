"""Drill: from the whole to a city, a county and its townships in one path, with sums that are checked."""

from ui.drill import screen
from ui.frame.opening import open_screen

open_screen("drill", screen.draw)
