"""How the settings have a model released: the pipelines' policies, made of them and held against each other."""

from __future__ import annotations

from typing import Any, cast

from infrastructure.settings import Settings, SettingsError, key
from pipelines import instance_types, policy
from pipelines.fleet import Fleet


def release(settings: Settings, fleet: Fleet | None) -> policy.Release:
    """How the traffic comes. fleet: the endpoint's; None: this variant has none.

    Raises SettingsError for parts that SageMaker does not have, or that the endpoint has not the instances for.
    """
    asked = settings.release
    numbers = {
        "percent": asked.percent,
        "wait_seconds": asked.wait_seconds,
        "termination_wait_seconds": asked.termination_wait_seconds,
        "most_errors": asked.error_share,
        "longest_milliseconds": asked.latency_ms,
    }
    given: dict[str, Any] = {name: value for name, value in numbers.items() if value is not None}
    try:
        made = policy.Release(cast(policy.Traffic, asked.traffic), **given)
    except ValueError as error:
        raise SettingsError(
            f"{key('release', 'traffic')} cannot be {asked.traffic!r}: {error}"
        ) from None
    scaled = scaling(settings)
    if scaled and fleet:
        _see_to_scaling(scaled, fleet)
    least = min(fleet.instance_count, scaled.least_instances) if fleet and scaled else None
    count = least or (fleet.instance_count if fleet else policy.LEAST_INSTANCES)
    if wrong := policy.conflict(made, experiment(settings), count):
        raise SettingsError(f"{key('release', 'traffic')} cannot be {asked.traffic!r} ({wrong}).")
    return made


def _see_to_scaling(scaled: policy.Scaling, fleet: Fleet) -> None:
    """Raises SettingsError for an endpoint that cannot scale so: what scales is registered when all else is done."""
    most = key("scaling", "max_instances")
    if instance_types.is_burstable(fleet.instance_type):
        raise SettingsError(
            f"{most} cannot be {scaled.most_instances} with {fleet.instance_type} (SageMaker does not scale burstable "
            f"instances: name others by {key('endpoint', 'instance_type')}, such as ml.m5.large)."
        )
    if fleet.instance_count > scaled.most_instances:
        raise SettingsError(
            f"{most} cannot be {scaled.most_instances} (the endpoint begins with {fleet.instance_count} instances, by "
            f"{key('endpoint', 'instance_count')})."
        )


def experiment(settings: Settings) -> policy.Experiment | None:
    """A/B, where it is asked for."""
    share = settings.experiment.share
    return None if share is None else policy.Experiment(share)


def scaling(settings: Settings) -> policy.Scaling | None:
    """Between how many instances the endpoint scales. Raises SettingsError where the least are more than the most."""
    asked = settings.scaling
    if asked.max_instances is None:
        for name in ("min_instances", "invocations_per_minute"):
            if getattr(asked, name) is not None:
                raise SettingsError(
                    f"{key('scaling', name)} says nothing without {key('scaling', 'max_instances')}: give both."
                )
        return None
    given: dict[str, Any] = {
        name: value
        for name, value in (
            ("least_instances", asked.min_instances),
            ("invocations_per_minute", asked.invocations_per_minute),
        )
        if value is not None
    }
    try:
        return policy.Scaling(asked.max_instances, **given)
    except ValueError as error:
        raise SettingsError(
            f"{key('scaling', 'max_instances')} cannot be {asked.max_instances}: {error}"
        ) from None


def capture(settings: Settings, key_arn: str | None) -> policy.Capture | None:
    """What is kept of the endpoint's requests, where anything is. key_arn: what encrypts it."""
    percent = settings.capture.percent
    return policy.Capture(percent, key_arn) if percent else None
