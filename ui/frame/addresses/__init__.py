"""Data addresses: what programs read of the snapshot that pages show, over HTTP and without a session.

/api/v1/                              which questions there are
/api/v1/<question>.csv                an answer as the file that pages and the command line write
/api/v1/<question>.json               the same typed
/api/v1/<question>.metadata.json      what its columns mean and what it is of
/healthz                              whether there is a snapshot to answer from
"""

from __future__ import annotations

from starlette.routing import BaseRoute, Route

from ui.frame.addresses.answering import Answering, Root
from ui.frame.addresses.health import Health


def routes() -> list[BaseRoute]:
    """What is served beside the pages; what is below `/api` and none of these is left to the door."""
    return [
        Route("/healthz", Health()),
        Route("/api/v1", Root()),
        Route("/api/v1/{rest:path}", Answering()),
    ]
