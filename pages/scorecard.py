"""Scorecard: where each county is weak and strong, over many indicators and two dates."""

from ui.frame.opening import open_screen
from ui.scorecard import screen

open_screen("scorecard", screen.draw)
