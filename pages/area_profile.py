"""The profile of an area: what a leader must know before a visit."""

from ui.area_profile import screen
from ui.frame.opening import open_screen

open_screen("area_profile", screen.draw)
