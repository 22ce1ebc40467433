"""What is wrong with the data, the arguments or a model, where its user can mend it."""

from __future__ import annotations


class JobProblem(Exception):
    """Ends the program. Its text is one sentence for the user: stderr and the job's ExitMessage."""
