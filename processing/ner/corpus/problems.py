"""What can be wrong with the data, and whether that ends the job or is counted."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

EXAMPLES = 5  # problems quoted in the report


class JobProblem(Exception):
    """Ends the job. Its text is one sentence for the user: stderr and the job's ExitMessage."""


class DataProblem(JobProblem):
    """A place in the data that cannot be used.

    ``kind`` names the sort of problem for counting; ``line`` counts from 1.
    """

    def __init__(self, kind: str, reason: str, file: str, line: int | None = None) -> None:
        where = file if line is None else f"{file}, line {line}"
        super().__init__(f"{where}: {reason}")
        self.kind = kind


@dataclass
class Tolerance:
    """What happens to a sentence that cannot be used: ``--on-error fail`` or ``skip``."""

    skip: bool
    kinds: Counter[str] = field(default_factory=Counter)
    examples: list[str] = field(default_factory=list)

    def meet(self, problem: DataProblem) -> None:
        """Count the problem, or raise it where nothing may be skipped."""
        if not self.skip:
            raise problem
        self.kinds[problem.kind] += 1
        if len(self.examples) < EXAMPLES:
            self.examples.append(str(problem))

    @property
    def total(self) -> int:
        return self.kinds.total()
