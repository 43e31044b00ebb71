"""The catalogue of indicators: what each is, where its figures come from, what it may be used for."""

from ui.catalogue import screen
from ui.frame.opening import open_screen

open_screen("catalogue", screen.draw)
