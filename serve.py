"""Serves the observatory: `python serve.py [--address ADDRESS] [--port PORT] [--hosts NAMES] [--path PATH]`, as `make run` does."""

import sys

from app import app
from ui.frame.serving import end_quietly, hand_over, settings

if __name__ == "__main__":
    end_quietly()
    app.run(config=hand_over(settings(sys.argv[1:])))
