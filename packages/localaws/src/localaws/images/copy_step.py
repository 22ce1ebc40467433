"""``COPY`` and a local ``ADD``: what a build copies, and where to. Carrying it out is ``build_context``'s."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Copy:
    """Sources in the context, and an absolute destination.

    A destination that ends in a slash is a folder. ``unpack`` is ADD's way with local archives.
    """

    line: int
    sources: tuple[str, ...]
    destination: str
    mode: int | None = None
    unpack: bool = False
