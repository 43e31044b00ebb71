"""Careers: who rises on the scale of posts and grades, who is at the top of a post, which posts are empty."""

from ui.careers import screen
from ui.frame.opening import open_screen

open_screen("careers", screen.draw)
