"""Processing jobs."""

from __future__ import annotations

from typing import Any

from stepline.columns import lines
from stepline.durations import spoken
from stepline.jobs.facts import instances, text
from stepline.jobs.kind import Described, Facts, Phase, ReportedKind


def _describe(sagemaker: Any, name: str) -> Described:
    described: Described = sagemaker.describe_processing_job(ProcessingJobName=name)
    return described


def _latest(sagemaker: Any, count: int) -> list[str]:
    found = sagemaker.list_processing_jobs(
        SortBy="CreationTime", SortOrder="Descending", MaxResults=count
    )
    return [summary["ProcessingJobName"] for summary in found["ProcessingJobSummaries"]]


def _phases(described: Described) -> list[Phase]:
    """Describe has no status history: its phases are read from its times."""
    created, started = described["CreationTime"], described.get("ProcessingStartTime")
    ended, status = described.get("ProcessingEndTime"), described["ProcessingJobStatus"]
    phases = [Phase("Starting", created, started or ended, "")]
    if started:
        phases.append(Phase("Processing", started, ended, ""))
    if ended:
        phases.append(Phase(status, ended, ended, ""))
    return phases


def _facts(described: Described) -> Facts:
    app = described["AppSpecification"]
    command = [*app.get("ContainerEntrypoint", []), *app.get("ContainerArguments", [])]
    inputs = described.get("ProcessingInputs", [])
    outputs = described.get("ProcessingOutputConfig", {}).get("Outputs", [])
    started, ended = described.get("ProcessingStartTime"), described.get("ProcessingEndTime")
    took = spoken((ended - started).total_seconds()) if started and ended else "not known yet"
    return [
        ("Failure reason", text(described, "FailureReason")),
        ("Exit message", text(described, "ExitMessage")),
        ("Instances", [instances(described["ProcessingResources"]["ClusterConfig"])]),
        ("Processing time", [took]),
        ("Image", [app["ImageUri"]]),
        ("Command", [" ".join(command)] if command else []),
        ("Inputs", lines(_copied(i["InputName"], i.get("S3Input", {})) for i in inputs)),
        ("Outputs", lines(_copied(o["OutputName"], o.get("S3Output", {})) for o in outputs)),
    ]


def _copied(name: str, between: Described) -> tuple[str, ...]:
    return (name, between.get("S3Uri", ""), between.get("LocalPath", ""))


PROCESSING = ReportedKind(
    noun="processing",
    name_member="ProcessingJobName",
    log_group="/aws/sagemaker/ProcessingJobs",
    describe=_describe,
    latest=_latest,
    status_member="ProcessingJobStatus",
    working="Processing",
    phases=_phases,
    facts=_facts,
)
