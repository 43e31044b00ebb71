"""Evaluation: who stands above whom and how sure, what a score is made of, where counties alike lie together, what was accepted."""

from ui.evaluation import screen
from ui.frame.opening import open_screen

open_screen("evaluation", screen.draw)
