"""What stops an image that is tried in local mode."""

from __future__ import annotations


class LocalModeError(Exception):
    """The message says what was expected, what came, and what to do."""
