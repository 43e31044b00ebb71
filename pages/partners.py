"""Five partners: which of the five is weak where, and how well each goes with the next."""

from ui.frame.opening import open_screen
from ui.partners import screen

open_screen("partners", screen.draw)
