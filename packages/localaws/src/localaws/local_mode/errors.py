"""What stops a trial."""

from __future__ import annotations


class TrialError(Exception):
    """The message says what was expected, what came, and what to do."""
