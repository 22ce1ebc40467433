"""A tuning job as Describe and the lists show it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from localaws.clock import Clock
from localaws.jobs.job import now
from localaws.jobs.tuning import completion
from localaws.jobs.tuning.kind import TUNING
from localaws.jobs.tuning.outcome import best, objective_counters, status_counters
from localaws.jobs.tuning.tuning import Tuning

_SCALED = ("ContinuousParameterRanges", "IntegerParameterRanges")


def completed(
    request: Mapping[str, Any], definitions: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    """The request as Describe shows it: with defaults, and the definitions as they are shown."""
    config = {"TrainingJobEarlyStoppingType": "Off"} | request["HyperParameterTuningJobConfig"]
    if "ParameterRanges" in config:
        config["ParameterRanges"] = _with_scales(config["ParameterRanges"])
    shown = {**request, "HyperParameterTuningJobConfig": config}
    full = [
        {**each, "HyperParameterRanges": _with_scales(each["HyperParameterRanges"])}
        if "HyperParameterRanges" in each
        else dict(each)
        for each in definitions
    ]
    if "TrainingJobDefinition" in request:
        return shown | {"TrainingJobDefinition": full[0]}
    return shown | {"TrainingJobDefinitions": full}


def _with_scales(ranges: Mapping[str, Any]) -> dict[str, Any]:
    return {
        member: [{"ScalingType": "Auto"} | each for each in items] if member in _SCALED else items
        for member, items in ranges.items()
    }


def described(tuning: Tuning, parents: Sequence[Tuning], clock: Clock) -> dict[str, Any]:
    """The response of Describe.

    Args:
        parents: the tuning jobs that it started from, where the best of all is shown.
    """
    job, progress = tuning.job, tuning.job.progress
    ended = [child.outcome for child in tuning.ended]
    objective = tuning.plan.objective
    details: dict[str, Any] = {
        "NumberOfTrainingJobsObjectiveNotImproving": completion.not_improving(ended, objective)
    }
    if tuning.converged is not None:
        details["ConvergenceDetectedTime"] = datetime.fromtimestamp(tuning.converged, UTC)
    seconds = ((progress.ended or now(clock)) - progress.created).total_seconds()
    shown = {
        **job.request,
        TUNING.arn_member: job.arn,
        TUNING.status_member: progress.status,
        "CreationTime": progress.created,
        "LastModifiedTime": progress.modified,
        "TrainingJobStatusCounters": status_counters(tuning.outcomes),
        "ObjectiveStatusCounters": objective_counters(tuning.outcomes),
        "TuningJobCompletionDetails": details,
        "ConsumedResources": {"RuntimeInSeconds": max(0, math.ceil(seconds))},
    }
    as_it_goes = {
        "HyperParameterTuningEndTime": progress.ended,
        "FailureReason": progress.failure_reason,
        "BestTrainingJob": _best([tuning]),
    }
    if parents:
        as_it_goes["OverallBestTrainingJob"] = _best([tuning, *parents], names_tuning=True)
    return shown | {member: value for member, value in as_it_goes.items() if value}


def summary(tuning: Tuning) -> dict[str, Any]:
    """The tuning job's entry in a list."""
    progress, config = tuning.job.progress, tuning.job.request["HyperParameterTuningJobConfig"]
    shown = {
        TUNING.name_member: tuning.job.name,
        TUNING.arn_member: tuning.job.arn,
        TUNING.status_member: progress.status,
        "Strategy": config["Strategy"],
        "CreationTime": progress.created,
        "LastModifiedTime": progress.modified,
        "TrainingJobStatusCounters": status_counters(tuning.outcomes),
        "ObjectiveStatusCounters": objective_counters(tuning.outcomes),
        "ResourceLimits": config["ResourceLimits"],
    }
    return shown | ({"HyperParameterTuningEndTime": progress.ended} if progress.ended else {})


def _best(tunings: Sequence[Tuning], names_tuning: bool = False) -> dict[str, Any] | None:
    """The entry of the best training job of all of them."""
    of_each = [(tuning, best(tuning.outcomes, tuning.plan.objective)) for tuning in tunings]
    found = {id(outcome): (tuning, outcome) for tuning, outcome in of_each if outcome is not None}
    winner = best((outcome for _, outcome in found.values()), tunings[0].plan.objective)
    if winner is None:
        return None
    tuning, outcome = found[id(winner)]
    entry = tuning.children[outcome.number - 1].summary()
    return entry | ({"TuningJobName": tuning.job.name} if names_tuning else {})
