"""Resources: what communities and villages have to work with: funds, rooms, service complexes, income."""

from ui.frame.opening import open_screen
from ui.resources import screen

open_screen("resources", screen.draw)
