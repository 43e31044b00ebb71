"""Completeness: who was to file a form, who has and who was in time, and what the open counties could still turn."""

from ui.completeness import screen
from ui.frame.opening import open_screen

open_screen("completeness", screen.draw)
