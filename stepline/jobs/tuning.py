"""Hyperparameter tuning jobs: it is the training jobs of one that log."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from stepline.columns import lines
from stepline.durations import spoken
from stepline.jobs.facts import text
from stepline.jobs.kind import Described, Facts, Phase, ReportedKind


def _describe(sagemaker: Any, name: str) -> Described:
    described: Described = sagemaker.describe_hyper_parameter_tuning_job(
        HyperParameterTuningJobName=name
    )
    return described


def _latest(sagemaker: Any, count: int) -> list[str]:
    found = sagemaker.list_hyper_parameter_tuning_jobs(
        SortBy="CreationTime", SortOrder="Descending", MaxResults=count
    )
    return [
        summary["HyperParameterTuningJobName"]
        for summary in found["HyperParameterTuningJobSummaries"]
    ]


def _phases(described: Described) -> list[Phase]:
    """Describe has no status history: its phases are read from its times."""
    created, ended = described["CreationTime"], described.get("HyperParameterTuningEndTime")
    phases = [Phase("Tuning", created, ended, _counted(described))]
    if ended:
        phases.append(Phase(described["HyperParameterTuningJobStatus"], ended, ended, ""))
    return phases


def _counted(described: Described) -> str:
    """How its training jobs stand: ``3 completed, 1 failed``."""
    counters = described["TrainingJobStatusCounters"]
    failed = counters.get("RetryableError", 0) + counters.get("NonRetryableError", 0)
    shown = {
        "completed": counters.get("Completed", 0),
        "in progress": counters.get("InProgress", 0),
        "failed": failed,
        "stopped": counters.get("Stopped", 0),
    }
    return ", ".join(f"{count} {what}" for what, count in shown.items() if count)


def _facts(described: Described) -> Facts:
    config, best = described["HyperParameterTuningJobConfig"], described.get("BestTrainingJob", {})
    limits, consumed = config["ResourceLimits"], described.get("ConsumedResources", {})
    objectives = [each for each in (_objective(config), *_of_definitions(described)) if each]
    value = best.get("FinalHyperParameterTuningJobObjectiveMetric", {})
    seconds = consumed.get("RuntimeInSeconds")
    most = limits.get("MaxNumberOfTrainingJobs")
    return [
        ("Failure reason", text(described, "FailureReason")),
        ("Training jobs", [_counted(described) or "none yet"]),
        (
            "At most",
            [f"{most}, " * (most is not None) + f"{limits['MaxParallelTrainingJobs']} at once"],
        ),
        ("Tuning time", [] if seconds is None else [spoken(seconds)]),
        ("Strategy", [config["Strategy"]]),
        ("Objective", list(dict.fromkeys(objectives))),
        ("Best training job", text(best, "TrainingJobName")),
        ("Its objective", [f"{value['MetricName']} {value['Value']:.6g}"] if value else []),
        ("Its hyperparameters", lines(sorted(best.get("TunedHyperParameters", {}).items()))),
        ("Best of all", text(described.get("OverallBestTrainingJob", {}), "TrainingJobName")),
    ]


def _objective(config: Described) -> str:
    objective = config.get("HyperParameterTuningJobObjective")
    return f"{objective['Type']} {objective['MetricName']}" if objective else ""


def _of_definitions(described: Described) -> Iterator[str]:
    for each in described.get("TrainingJobDefinitions", []):
        yield _objective({"HyperParameterTuningJobObjective": each.get("TuningObjective")})


TUNING = ReportedKind(
    noun="tuning",
    name_member="HyperParameterTuningJobName",
    describe=_describe,
    latest=_latest,
    status_member="HyperParameterTuningJobStatus",
    working="Tuning",
    phases=_phases,
    facts=_facts,
)
