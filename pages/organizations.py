"""Organizations: how many community social organizations there are, registered or recorded, of which kinds, for how many people."""

from ui.frame.opening import open_screen
from ui.organizations import screen

open_screen("organizations", screen.draw)
