"""Systems: where an area is weak among its equals, and what makes it so."""

from ui.frame.opening import open_screen
from ui.systems import screen

open_screen("systems", screen.draw)
