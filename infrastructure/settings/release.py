"""How a new model comes to serve, and what of the endpoint is kept. None: as `pipelines.policy` says."""

from __future__ import annotations

from infrastructure.settings.part import Part
from infrastructure.values.machines import Count
from infrastructure.values.release import (
    Invocations,
    Milliseconds,
    Percent,
    Share,
    TrafficName,
    Wait,
)
from infrastructure.values.times import Days


class Release(Part):
    """How the traffic comes to a new model, what takes it back, and how many of the last models are kept."""

    traffic: TrafficName = "all-at-once"
    percent: Percent | None = None
    wait_seconds: Wait | None = None
    termination_wait_seconds: Wait | None = None
    error_share: Share | None = None
    latency_ms: Milliseconds | None = None
    keep: Count = 3


class Experiment(Part):
    """A/B. share: of the requests, for the candidate; None: no experiment."""

    share: Share | None = None


class Scaling(Part):
    """Between how many instances the endpoint scales. max_instances: None is no scaling."""

    max_instances: Count | None = None
    min_instances: Count | None = None
    invocations_per_minute: Invocations | None = None


class Capture(Part):
    """How much of the endpoint's requests and answers is kept, and how long. percent: 0 is nothing."""

    percent: Percent = 20
    retention_days: Days = 30
