"""Prints a text with its entities marked where they stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rich.text import Text

COLOURS = ("cyan", "magenta", "yellow", "green", "blue", "red")


def mark(text: str, entities: Sequence[Mapping[str, Any]]) -> Text:
    """``text`` with each entity coloured by its type and followed by ``[TYPE score]``.

    Offsets count characters (Unicode code points), as the endpoint answers them.
    """
    types = sorted({entity["type"] for entity in entities})
    marked, at = Text(), 0
    for entity in sorted(entities, key=lambda e: e["start"]):
        colour = COLOURS[types.index(entity["type"]) % len(COLOURS)]
        marked.append(text[at : entity["start"]])
        marked.append(text[entity["start"] : entity["end"]], style=f"bold {colour}")
        marked.append(f"[{entity['type']} {entity['score']:.2f}]", style=f"dim {colour}")
        at = entity["end"]
    return marked.append(text[at:])
