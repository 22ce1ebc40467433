"""What a pipeline says of how its models are released: when one is good enough, how it comes to serve, and how
it is looked at.

Part of a pipeline's description. The workflow does what is said here; a deployment's settings may move the numbers.
"""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass, replace
from typing import Literal

from pipelines import typed

Traffic = Literal["all-at-once", "canary", "linear"]
TRAFFIC: tuple[Traffic, ...] = ("all-at-once", "canary", "linear")

LONGEST_APPROVAL_SECONDS = 360 * 24 * 3600
"""An execution lives for a year at most."""
LEAST_INSTANCES = 2
"""Of an endpoint that a part of the traffic comes to first: the part is an instance, and at most half."""
_PERCENT = {"canary": (1, 50), "linear": (10, 50)}
MOST_ROWS = 10_000_000
"""That a look may be told to wait for."""
_MEDIA_TYPE = re.compile(r"[\w.+-]+/[\w.+-]+(\s*;[ -~]*)?", re.ASCII)
LONGEST_WAIT = 3600
"""Seconds."""
LONGEST_UPDATE_SECONDS = 28_800
"""In all, after which SageMaker takes an update back (MaximumExecutionTimeoutInSeconds)."""
STARTING_SECONDS = 1800
"""Of an update, for its instances to start."""


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
        typed.check(self)
        if not self.metric.strip():
            raise ValueError("A gate needs the name of the metric that it goes by.")
        if not math.isfinite(self.floor):
            raise ValueError(f"The floor of a gate must be a number; got {self.floor!r}.")
        if not (math.isfinite(self.margin) and self.margin >= 0):
            raise ValueError(
                f"The margin of a gate must be a number of at least 0, by which a new model may be worse "
                f"than what serves; got {self.margin!r}."
            )

    def with_numbers(self, floor: float | None, margin: float | None) -> Gate:
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
class Recorded:
    """A text that the processing job has recorded of the data: a file of one of its outputs."""

    output: str
    file: str


@dataclass(frozen=True)
class SmokeTest:
    """A request that a model in service has to answer, and what its answer must match; a wrong one puts the
    previous model back.

    A body of JSON is asked by the state machine itself. Step Functions writes any other text as JSON too, with its
    quotes, which makes another request of it: those a function asks, where the deployment has one.
    """

    body: str | Recorded
    content_type: str
    expects: str
    """A regular expression that must match somewhere in the answer."""
    accept: str | None = None

    def __post_init__(self) -> None:
        """Raises ValueError for what could neither be asked nor looked at."""
        typed.check(self)
        for name, said in (("content type", self.content_type), ("accept", self.accept)):
            if said is not None and not _MEDIA_TYPE.fullmatch(said):
                raise ValueError(
                    f"A smoke test's {name} must be a media type such as text/csv; got {said!r}."
                )
        if not self.expects or "(?P" in self.expects:
            raise ValueError(
                f"A smoke test's answer must match a regular expression that not every answer does, without Python's "
                f"named groups, which Step Functions does not know; got {self.expects!r}."
            )
        try:
            re.compile(self.expects)
        except re.error as error:
            raise ValueError(
                f"A smoke test's answer must match a regular expression, and {self.expects!r} is none: {error}."
            ) from None
        if not _balanced(self.expects):
            raise ValueError(
                f"In the regular expression {self.expects!r} a bracket stands for itself without a backslash before "
                "it, which JSONata cannot read: put one before it, also between square brackets."
            )
        if self.is_json and isinstance(self.body, str):
            try:
                json.loads(self.body)
            except ValueError:
                raise ValueError(
                    f"The smoke test's body {self.body!r} is to be asked as {self.content_type}, but is no JSON."
                ) from None

    @property
    def is_json(self) -> bool:
        """Whether the state machine can ask it."""
        return self.content_type.partition(";")[0].strip() == "application/json"


@dataclass(frozen=True)
class Release:
    """How the traffic comes to a new model, and what takes it back on the way.

    Raises ValueError for a part or a wait that SageMaker does not have.
    """

    traffic: Traffic = "all-at-once"
    percent: int = 10
    """Of the instances: the canary, or one linear step."""
    wait_seconds: int = 300
    """After the canary, or each step; the alarms are looked at for so long."""
    termination_wait_seconds: int = 120
    """When all the traffic has come, until the previous instances end."""
    most_errors: float = 0.02
    """The share of failed invocations from which the alarm rings."""
    longest_milliseconds: int = 5000
    """The latency of the model (the 99th percentile) from which the other alarm rings."""

    def __post_init__(self) -> None:
        least, most = _PERCENT.get(self.traffic, (0, 100))
        if not least <= self.percent <= most:
            raise ValueError(
                f"With {self.traffic} traffic the part must be {least} to {most} percent, but it is {self.percent}."
            )
        for seconds in (self.wait_seconds, self.termination_wait_seconds):
            if not 0 <= seconds <= LONGEST_WAIT:
                raise ValueError(
                    f"A release waits 0 to {LONGEST_WAIT} seconds at a time, but got {seconds}."
                )
        if self.bakes_seconds > LONGEST_UPDATE_SECONDS - STARTING_SECONDS:
            raise ValueError(
                f"SageMaker takes an update back after {LONGEST_UPDATE_SECONDS} seconds, and this one would wait for "
                f"{self.bakes_seconds} of them: let it wait for less, or come in fewer parts."
            )

    @property
    def in_parts(self) -> bool:
        """Whether the old and the new model serve side by side for a time."""
        return self.traffic != "all-at-once"

    @property
    def bakes_seconds(self) -> int:
        """How long an update takes that nothing takes back, beside the starting of instances."""
        if not self.in_parts:
            return 0
        steps = 1 if self.traffic == "canary" else -(-100 // self.percent) - 1
        return steps * self.wait_seconds + self.termination_wait_seconds


@dataclass(frozen=True)
class Experiment:
    """A/B: the champion goes on serving beside the candidate, until an execution promotes or withdraws it.

    Raises ValueError for a share that leaves one of the two without traffic.
    """

    share: float
    """Of the traffic, for the candidate."""

    def __post_init__(self) -> None:
        if not 0 < self.share < 1:
            raise ValueError(
                f"The candidate's share of the traffic must be between 0 and 1, but it is {self.share}."
            )


@dataclass(frozen=True)
class Scaling:
    """How many instances the endpoint has, by how much it is asked. Raises ValueError where it cannot be."""

    most_instances: int
    least_instances: int = 1
    invocations_per_minute: float = 1000
    """Of one instance: above it another is added, well below it one is taken away."""

    def __post_init__(self) -> None:
        if not 1 <= self.least_instances <= self.most_instances:
            raise ValueError(
                f"An endpoint scales between at least 1 instance and as many or more, but got "
                f"{self.least_instances} to {self.most_instances}."
            )


@dataclass(frozen=True)
class Capture:
    """What is kept of the endpoint's requests and answers, below `captured/` of the bucket."""

    percent: int = 20
    kms_key: str | None = None
    """The ARN of the key that encrypts it; None: the bucket's own way."""


@dataclass(frozen=True)
class Monitoring:
    """How what serves is watched: its captured traffic beside the baseline that its evaluation has left.

    Raises ValueError for a limit that cannot be passed, or a look at nothing.
    """

    stability_limit: float = 0.2
    """The population stability index of a column from which on it has drifted; 0.1 is little, 0.25 much."""
    distance_limit: float = 0.2
    """The Kolmogorov-Smirnov distance of a column of numbers from which on it has drifted; at most 1."""
    least_rows: int = 200
    """Rows that a look needs; of fewer it says that there are too few."""
    hours: int = 24
    """How far back a look goes, and never behind the configuration that serves."""
    reader: str = "monitoring.tabular"
    """The module, in the zip of the processing code, that makes columns of what was asked and answered."""
    reads_model: bool = False
    """Whether that module needs the model's artifact, such as for its tokenizer."""

    def __post_init__(self) -> None:
        typed.check(self)
        if not 0 < self.stability_limit < math.inf or not 0 < self.distance_limit < 1:
            raise ValueError(
                "A stability limit is above 0 and a distance limit between 0 and 1, but they are "
                f"{self.stability_limit} and {self.distance_limit}."
            )
        if not 1 <= self.least_rows <= MOST_ROWS or not 1 <= self.hours <= 24 * 14:
            raise ValueError(
                f"A look needs 1 to {MOST_ROWS} rows, of 1 to {24 * 14} hours, but got {self.least_rows} rows of "
                f"{self.hours} hours."
            )


def _balanced(pattern: str) -> bool:
    """Whether JSONata finds the end of a regular expression: it counts brackets, those with a backslash left out."""
    depth = 0
    for sign in re.sub(r"\\.", "", pattern):
        depth += (sign in "([{") - (sign in ")]}")
        if depth < 0:
            return False
    return depth == 0


def conflict(release: Release, experiment: Experiment | None, least_instances: int) -> str | None:
    """Why an endpoint of so many instances cannot be released so, to follow "cannot be …"; None: it can."""
    if not release.in_parts:
        return None
    if experiment is not None:
        return (
            "with A/B the endpoint gets another variant or loses one, and traffic comes in parts only where "
            "the old and the new endpoint have the same variants: leave out one of the two"
        )
    if least_instances < LEAST_INSTANCES:
        return (
            f"traffic comes in parts of at most half of the instances, so the endpoint needs {LEAST_INSTANCES} "
            f"or more, and it has {least_instances}"
        )
    return None
