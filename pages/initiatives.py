"""Initiatives: the entries of the four lists and their tasks, what is late and whose it is."""

from ui.frame.opening import open_screen
from ui.initiatives import screen

open_screen("initiatives", screen.draw)
