"""Rural tiers: how many rural communities stand in each tier, how many moved up and how many fell back."""

from ui.frame.opening import open_screen
from ui.tiers import screen

open_screen("tiers", screen.draw)
