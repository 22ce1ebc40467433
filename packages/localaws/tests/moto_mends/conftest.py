"""One embedded AWS for the tests of what moto gets wrong."""

from __future__ import annotations

from ..cloud import cloud

__all__ = ["cloud"]
