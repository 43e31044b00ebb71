"""Pilots and cases: how each ended, and which of them other counties took up."""

from ui.frame.opening import open_screen
from ui.pilots import screen

open_screen("pilots", screen.draw)
