"""The bulletin's map as PNG, made of the preview's own drawing in the reader's browser: a server needs no Chinese font for it."""

from __future__ import annotations

import hashlib
import io
import re
from base64 import b64decode
from pathlib import Path

import streamlit as st
from PIL import Image

from files.picture import SHARP
from ui.frame import choices, telling

_KEY, _KEPT = "bulletin_map", "observatory_bulletin_map"
HEAD = "data:image/png;base64,"
LARGEST = 6 * 1024**2  # bytes of a PNG: of the sample's map some 200,000
STRAY = 4  # pixels by which a browser may round a drawing's size otherwise
_SIZE = re.compile(r'<svg [^>]*?width="([\d.]+)" height="([\d.]+)"')
_component = st.components.v2.component(
    _KEY, js=Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
)


def mark(drawing: str) -> str:
    """What a drawing is known by between page, browser and server."""
    return hashlib.sha256(drawing.encode()).hexdigest()[:16]


def listen(drawing: str) -> None:
    """Let the browser send a drawing that is shown as PNG, once; the page then runs once more. Draws nothing."""
    wanted, size = mark(drawing), _SIZE.match(drawing)
    if size is None:  # a pack without shapes has no map
        return

    def sent() -> None:
        choices.stay()
        # What a browser sends may be anything.
        match telling.told(_KEY, "png"):
            case {"mark": str() as named, "address": str() as address} if named == wanted:
                picture = checked(address, (float(size[1]), float(size[2])))
                if picture is not None:
                    st.session_state[_KEPT] = (wanted, picture)

    _component(key=_KEY, data={"mark": wanted, "has": of(drawing) is not None}, on_png_change=sent)


def of(drawing: str) -> bytes | None:
    """The PNG that the browser has made of a drawing; None where it has sent none."""
    known, picture = st.session_state.get(_KEPT, ("", None))
    return picture if known == mark(drawing) else None


def checked(address: str, size: tuple[float, float]) -> bytes | None:
    """The PNG of a `data:` address, written anew, so that nothing but its pixels is taken over; None where it is none of this size."""
    if not address.startswith(HEAD) or len(address) > LARGEST * 4 / 3:
        return None
    try:
        with Image.open(
            io.BytesIO(b64decode(address.removeprefix(HEAD), validate=True)), formats=["PNG"]
        ) as sent:
            if any(abs(one - SHARP * asked) > STRAY for one, asked in zip(sent.size, size, strict=True)):
                return None
            drawn = sent.convert("RGBA")
    except Exception:  # its reader fails in many ways on what is broken inside
        return None
    pixels = Image.new("RGB", drawn.size, "white")
    pixels.paste(drawn, mask=drawn.getchannel("A"))
    made = io.BytesIO()
    Image.frombytes("RGB", pixels.size, pixels.tobytes()).save(made, "PNG")
    return made.getvalue()
