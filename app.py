"""Home, the compliance map: which counties meet the target, how many are missing, is the figure complete."""

from ui.frame.opening import open_screen
from ui.home import screen

open_screen("home", screen.draw)
