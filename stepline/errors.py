"""What a user can mend. Whoever raises one says what was expected, what came, and what to do."""

from __future__ import annotations


class UserError(Exception):
    """Shown as one sentence on stderr, without a traceback; the command ends with status 1."""
