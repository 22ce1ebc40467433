"""What the shared code cannot use, in a sentence; a pipeline's program ends with it as with its own."""

from __future__ import annotations


class Unusable(Exception):
    """Its text is one sentence for the user: what was expected, what came, and what to do."""
