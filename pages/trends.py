"""Trends: any indicator over all periods for up to six areas, with its target, its gaps and what changed."""

from ui.frame.opening import open_screen
from ui.trends import screen

open_screen("trends", screen.draw)
