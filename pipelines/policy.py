"""What a pipeline says of how its models are released: when one is good enough, and how it is looked at.

Part of a pipeline's description. The workflow does what is said here; a deployment's settings may move the numbers.
"""

import math
from dataclasses import dataclass, replace

LONGEST_APPROVAL_SECONDS = 360 * 24 * 3600
"""An execution lives for a year at most."""


@dataclass(frozen=True)
class Gate:
    """When a new model may serve: by one metric of the evaluation, on the test split.

    At least the floor (where less is better: at most), and no worse than what serves by more than the margin.
    Raises ValueError for a floor or a margin that nothing could be compared with.
    """

    metric: str
    floor: float
    margin: float = 0.0
    less_is_better: bool = False

    def __post_init__(self) -> None:
        if not self.metric:
            raise ValueError("A gate needs the name of the metric that it goes by.")
        if not math.isfinite(self.floor):
            raise ValueError(f"The floor of a gate must be a number; got {self.floor!r}.")
        if not (math.isfinite(self.margin) and self.margin >= 0):
            raise ValueError(
                f"The margin of a gate must be a number of at least 0, by which a new model may be worse "
                f"than what serves; got {self.margin!r}."
            )

    def with_numbers(self, floor: float | None, margin: float | None) -> "Gate":
        """The same gate at another floor or margin; None: as it is."""
        return replace(
            self,
            floor=self.floor if floor is None else floor,
            margin=self.margin if margin is None else margin,
        )


@dataclass(frozen=True)
class Approval:
    """That a human is asked before a model that passed the gate serves, and how long is waited."""

    deadline_seconds: int = 3 * 24 * 3600
    link: str | None = None
    """Where a person decides by hand, besides by command; None: there is no such page."""

    def __post_init__(self) -> None:
        if not 60 <= self.deadline_seconds <= LONGEST_APPROVAL_SECONDS:
            raise ValueError(
                f"An approval is waited for 60 to {LONGEST_APPROVAL_SECONDS} seconds, "
                f"got {self.deadline_seconds}."
            )


@dataclass(frozen=True)
class SmokeTest:
    """A request that a model in service has to answer, and what its answer must match."""

    body: str
    content_type: str
    expects: str
    """A regular expression that must match somewhere in the answer."""
    accept: str | None = None
