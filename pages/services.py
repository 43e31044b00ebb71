"""Service coverage: which communities have which service, and how many still have none of it."""

from ui.frame.opening import open_screen
from ui.services import screen

open_screen("services", screen.draw)
