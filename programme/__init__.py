"""What is asked and of whom: the datasets (what a form is) and the packs (one province's areas and registries)."""

from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent  # the folder of the checkout
PROGRAMME = PROJECT / "data" / "programme"
