"""Staffing: where workers are lacking, how long it takes, what if, and what the verdicts rest on."""

from ui.frame.opening import open_screen
from ui.staffing import screen

open_screen("staffing", screen.draw)
