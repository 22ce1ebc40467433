"""Small XML documents for errors."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape

_UNSPEAKABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def element(name: str, *inside: str) -> str:
    """An element around elements."""
    return f"<{name}>{''.join(inside)}</{name}>"


def said(name: str, text: str) -> str:
    """An element around text; what XML cannot hold becomes a question mark."""
    return element(name, escape(_UNSPEAKABLE.sub("?", text)))


def document(root: str) -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{root}'.encode()
