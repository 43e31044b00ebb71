"""Bulletin: the figures of a period as a document, and the register of those issued."""

from ui.bulletin import screen
from ui.frame.opening import open_screen

open_screen("bulletin", screen.draw)
