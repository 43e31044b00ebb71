"""Two indicators: a mark a county, and how the two go together."""

from ui.frame.opening import open_screen
from ui.pairs import screen

open_screen("pairs", screen.draw)
