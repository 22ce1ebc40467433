"""Training jobs."""

from __future__ import annotations

from typing import Any

from stepline.columns import lines
from stepline.durations import spoken
from stepline.jobs.facts import instances, text
from stepline.jobs.kind import Described, Facts, Metrics, Phase, ReportedKind


def _describe(sagemaker: Any, name: str) -> Described:
    described: Described = sagemaker.describe_training_job(TrainingJobName=name)
    return described


def _latest(sagemaker: Any, count: int) -> list[str]:
    found = sagemaker.list_training_jobs(
        SortBy="CreationTime", SortOrder="Descending", MaxResults=count
    )
    return [summary["TrainingJobName"] for summary in found["TrainingJobSummaries"]]


def _metrics(sagemaker: Any, name: str) -> Metrics:
    """In the order of their definitions."""
    return _final_metrics(_describe(sagemaker, name))


def _final_metrics(described: Described) -> Metrics:
    return [(m["MetricName"], m["Value"]) for m in described.get("FinalMetricDataList", [])]


def _phases(described: Described) -> list[Phase]:
    return [
        Phase(entry["Status"], entry["StartTime"], entry.get("EndTime"), entry["StatusMessage"])
        for entry in described.get("SecondaryStatusTransitions", [])
    ]


def _facts(described: Described) -> Facts:
    algorithm = described["AlgorithmSpecification"]
    metrics = [(name, f"{value:.6g}") for name, value in _final_metrics(described)]
    return [
        ("Failure reason", text(described, "FailureReason")),
        ("Instances", [instances(described["ResourceConfig"])]),
        ("Training time", [_seconds(described, "TrainingTimeInSeconds")]),
        ("Billable time", [_billable(described)]),
        ("Image", text(algorithm, "TrainingImage") + text(algorithm, "AlgorithmName")),
        ("Channels", lines(_channel(c) for c in described.get("InputDataConfig", []))),
        ("Hyperparameters", lines(sorted(described.get("HyperParameters", {}).items()))),
        ("Final metrics", lines(metrics)),
        ("Checkpoints", text(described.get("CheckpointConfig", {}), "S3Uri")),
        ("Model", text(described.get("ModelArtifacts", {}), "S3ModelArtifacts")),
    ]


def _seconds(described: Described, member: str) -> str:
    return spoken(described[member]) if member in described else "not known yet"


def _billable(described: Described) -> str:
    """The billable seconds of one instance, as AWS counts them, and what managed spot has saved."""
    billable = described.get("BillableTimeInSeconds")
    trained = described.get("TrainingTimeInSeconds")
    shown = _seconds(described, "BillableTimeInSeconds")
    if billable is None or not trained or not described.get("EnableManagedSpotTraining"):
        return shown
    return f"{shown} (managed spot training saves {100 * (1 - billable / trained):.0f} %)"


def _channel(channel: Described) -> tuple[str, ...]:
    source = channel["DataSource"].get("S3DataSource", {})
    return (channel["ChannelName"], source.get("S3Uri", ""), channel.get("ContentType", ""))


TRAINING = ReportedKind(
    noun="training",
    name_member="TrainingJobName",
    log_group="/aws/sagemaker/TrainingJobs",
    describe=_describe,
    latest=_latest,
    status_member="TrainingJobStatus",
    working="Training",
    phases=_phases,
    facts=_facts,
    metrics=_metrics,
    final_metrics=_final_metrics,
)
