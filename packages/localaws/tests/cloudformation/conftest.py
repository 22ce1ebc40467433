"""One embedded AWS for the tests of stacks."""

from __future__ import annotations

from ..cloud import cloud

__all__ = ["cloud"]
