"""What a pipeline says of how its models are released: when one is good enough, and how it is looked at.

Part of a pipeline's description. The workflow does what is said here; a deployment's settings may move the numbers.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Gate:
    """When a new model may serve: by one metric of the evaluation, on the test split.

    At least the floor (where less is better: at most), and no worse than what serves by more than the margin.
    """

    metric: str
    floor: float
    margin: float = 0.0
    less_is_better: bool = False


@dataclass(frozen=True)
class SmokeTest:
    """A request that a model in service has to answer, and what its answer must match."""

    body: str
    content_type: str
    expects: str
    """A regular expression that must match somewhere in the answer."""
    accept: str | None = None
