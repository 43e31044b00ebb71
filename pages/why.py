"""Why a verdict changed: who crossed the target between two periods, and what moved them."""

from ui.frame.opening import open_screen
from ui.why import screen

open_screen("why", screen.draw)
