"""What ends the program with one sentence for its user."""

from __future__ import annotations


class JobProblem(Exception):
    """Ends the program. Its text is one sentence: stderr and the job's ExitMessage."""
