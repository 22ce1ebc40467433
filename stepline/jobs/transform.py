"""Batch transform jobs."""

from __future__ import annotations

from typing import Any

from stepline.durations import spoken
from stepline.jobs.facts import instances, text
from stepline.jobs.kind import Described, Facts, Phase, ReportedKind


def _describe(sagemaker: Any, name: str) -> Described:
    described: Described = sagemaker.describe_transform_job(TransformJobName=name)
    return described


def _latest(sagemaker: Any, count: int) -> list[str]:
    found = sagemaker.list_transform_jobs(
        SortBy="CreationTime", SortOrder="Descending", MaxResults=count
    )
    return [summary["TransformJobName"] for summary in found["TransformJobSummaries"]]


def _phases(described: Described) -> list[Phase]:
    """Describe has no status history: its phases are read from its times."""
    created, started = described["CreationTime"], described.get("TransformStartTime")
    ended, status = described.get("TransformEndTime"), described["TransformJobStatus"]
    phases = [Phase("Starting", created, started or ended, "")]
    if started:
        phases.append(Phase("Transform", started, ended, ""))
    if ended:
        phases.append(Phase(status, ended, ended, ""))
    return phases


def _facts(described: Described) -> Facts:
    source, target = described["TransformInput"], described.get("TransformOutput", {})
    processing = described.get("DataProcessing", {})
    started, ended = described.get("TransformStartTime"), described.get("TransformEndTime")
    took = spoken((ended - started).total_seconds()) if started and ended else "not known yet"
    return [
        ("Failure reason", text(described, "FailureReason")),
        ("Instances", [instances(described["TransformResources"])]),
        ("Transform time", [took]),
        ("Model", [described["ModelName"]]),
        ("Input", text(source["DataSource"]["S3DataSource"], "S3Uri")),
        ("Content type", text(source, "ContentType")),
        ("Split by", text(source, "SplitType")),
        ("Output", text(target, "S3OutputPath")),
        ("Input filter", text(processing, "InputFilter")),
        ("Joined with", text(processing, "JoinSource")),
        ("Output filter", text(processing, "OutputFilter")),
    ]


TRANSFORM = ReportedKind(
    noun="transform",
    name_member="TransformJobName",
    log_group="/aws/sagemaker/TransformJobs",
    describe=_describe,
    latest=_latest,
    status_member="TransformJobStatus",
    working="Transform",
    phases=_phases,
    facts=_facts,
)
