"""Which share of the rows each split gets. Standard library only."""

from __future__ import annotations

from dataclasses import dataclass

from .problems import JobProblem

_NEAR = 1e-6  # 0.333333 three times is meant to be 1


@dataclass(frozen=True)
class Shares:
    """The fractions.

    Raises:
        JobProblem: they do not make 1, or train or test have none.
    """

    train: float
    validation: float
    test: float

    def __post_init__(self) -> None:
        for name, share in (("train", self.train), ("test", self.test)):
            if not 0 < share <= 1:
                raise JobProblem(f"--{name}-fraction is {share:g}, but must be above 0, at most 1")
        if not 0 <= self.validation <= 1:
            raise JobProblem(
                f"--validation-fraction is {self.validation:g}, but must be from 0 to 1"
            )
        total = self.train + self.validation + self.test
        if abs(total - 1) > _NEAR:
            raise JobProblem(f"the three fractions make {total:g} together, but must make 1")
