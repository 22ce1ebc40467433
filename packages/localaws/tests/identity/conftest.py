"""One embedded AWS for the tests of simulations."""

from __future__ import annotations

from ..cloud import cloud

__all__ = ["cloud"]
