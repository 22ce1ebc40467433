"""The embedded AWS that the tests of this room talk to."""

from __future__ import annotations

from ..running import aws

__all__ = ["aws"]
