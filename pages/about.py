"""About the data: what every figure means, where it comes from, and which of it is simulated."""

from ui.about import screen
from ui.frame.opening import open_screen

open_screen("about", screen.draw)
