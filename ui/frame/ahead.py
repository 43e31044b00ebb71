"""What a reader mostly asks for next, made while nobody waits for a page: whoever asks finds it kept (`kept.py`).

It takes a turn only while no page is drawn, and what has not come to one within `PATIENT_SECONDS` is left: whoever asks for it makes it.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable

from ui.frame import following
from words.problems import Problem

PATIENT_SECONDS = 5.0
AGAIN_SECONDS = 0.1
# Of more wishes the oldest are forgotten: their readers are elsewhere by then.
MOST = 8

_log = logging.getLogger(__name__)
_lock = threading.Lock()
_wished: OrderedDict[Hashable, tuple[float, Callable[[], object]]] = OrderedDict()
_thread: threading.Thread | None = None


def make_ready(key: Hashable, make: Callable[[], object]) -> None:
    """Have something made soon, if there is time for it. `key` tells wishes apart; `make` keeps what it makes."""
    global _thread
    with _lock:
        _wished[key] = time.monotonic(), make
        _wished.move_to_end(key)
        while len(_wished) > MOST:
            _wished.popitem(last=False)
        if _thread is None or not _thread.is_alive():
            _thread = threading.Thread(target=_go_on, name="ahead", daemon=True)
            _thread.start()


def _go_on() -> None:
    global _thread
    while True:
        with _lock:
            if not _wished:
                _thread = None
                return
            key, (since, make) = next(iter(_wished.items()))
        if time.monotonic() - since < PATIENT_SECONDS:
            turn = following.spare_turn()
            if turn is None:
                time.sleep(AGAIN_SECONDS)
                continue
            with turn:
                _make(make)
        with _lock:
            # Wished for again meanwhile, it is kept by now.
            _wished.pop(key, None)


def _make(make: Callable[[], object]) -> None:
    """What fails is no fault of anybody's page: whoever asks for it is told."""
    try:
        make()
    except Problem:
        pass
    except Exception:
        _log.warning("what was to be made ready failed", exc_info=True)
