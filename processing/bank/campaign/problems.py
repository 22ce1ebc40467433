"""What can be wrong with the data, and whether that ends the job or is counted."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

EXAMPLES = 5  # problems quoted in the report


class JobProblem(Exception):
    """Ends the program. Its text is one sentence for the user: stderr and the job's ExitMessage."""


class RowProblem(JobProblem):
    """A row that cannot be used. ``kind`` names the sort of problem; ``line`` counts from 1."""

    def __init__(self, kind: str, reason: str, file: str, line: int) -> None:
        super().__init__(f"{file}, line {line}: {reason}")
        self.kind = kind


def bad_number(column: str, cell: str, file: str, line: int) -> RowProblem:
    """A cell that should hold a number, as the column does elsewhere."""
    found = f"is {cell!r}" if cell else "is empty"
    return RowProblem(
        f"no number in {column}", f"{column} {found}, but must be a number", file, line
    )


@dataclass
class Tolerance:
    """What happens to a row that cannot be used: ``--on-error fail`` or ``skip``."""

    skip: bool
    kinds: Counter[str] = field(default_factory=Counter)
    examples: list[str] = field(default_factory=list)

    def meet(self, problem: RowProblem) -> None:
        """Count the problem, or raise it where nothing may be skipped."""
        if not self.skip:
            raise problem
        self.kinds[problem.kind] += 1
        if len(self.examples) < EXAMPLES:
            self.examples.append(str(problem))

    @property
    def total(self) -> int:
        return sum(self.kinds.values())
