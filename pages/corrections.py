"""What is known otherwise now than then: restated figures, verdicts that flipped, published files that no longer hold."""

from ui.corrections import screen
from ui.frame.opening import open_screen

open_screen("corrections", screen.draw)
