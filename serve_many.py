"""Serves the observatory by several processes: `python serve_many.py [--processes N] [options of serve.py]`, as `make serve` does."""

import sys

from ui.frame.many import serve

if __name__ == "__main__":
    serve(sys.argv[1:])
