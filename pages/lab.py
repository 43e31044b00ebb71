"""SQL lab: statements of a reader's own over what the warehouse publishes."""

from ui.frame.opening import open_screen
from ui.lab import screen

open_screen("lab", screen.draw)
