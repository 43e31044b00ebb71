"""Exports: any question's answer as a file with its receipt, its data address, and a file checked again."""

from ui.exports import screen
from ui.frame.opening import open_screen

open_screen("exports", screen.draw)
