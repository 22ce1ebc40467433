"""What there is to tell of a SageMaker job, from the answer of its Describe call. Pure.

The status history reads as in the console: phase, start, duration, message. DescribeProcessingJob
has no history; its phases are read from its times.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

Facts = list[tuple[str, list[str]]]

ENDED = ("Completed", "Failed", "Stopped")


@dataclass(frozen=True)
class Phase:
    """One entry of the status history. ``end`` is None for the present one."""

    status: str
    start: datetime
    end: datetime | None
    message: str

    @property
    def started(self) -> str:
        """The start in local time."""
        return f"{self.start.astimezone():%Y-%m-%d %H:%M:%S}"

    def line(self, now: datetime) -> str:
        """Status, start, seconds that it took (so far), message."""
        seconds = ((self.end or now) - self.start).total_seconds()
        took = "" if self.status in ENDED else f"{max(seconds, 0.0):.1f} s"
        return f"{self.status:<19}  {self.started}  {took:>10}  {self.message}".rstrip()


@dataclass(frozen=True)
class Report:
    """A job. ``facts`` are pairs of a label and its lines, in the order in which they are shown."""

    kind: str
    name: str
    status: str
    phases: list[Phase]
    facts: Facts

    @property
    def ended(self) -> bool:
        return self.status in ENDED

    def lines(self, now: datetime) -> Iterator[str]:
        """The report as text: a heading, the status history, the facts."""
        yield f"{self.kind.capitalize()} job {self.name}: {self.status}"
        yield ""
        yield f"{'Status':<19}  {'Started':<19}  {'Took':>10}  Message"
        yield from (phase.line(now) for phase in self.phases)
        yield ""
        width = max((len(label) for label, _ in self.facts), default=0)
        for label, values in self.facts:
            for number, value in enumerate(values):
                yield f"{'' if number else label:<{width}}  {value}"


def report(kind: str, described: Mapping[str, Any]) -> Report:
    """A job from Describe's answer; ``kind`` is ``training`` or ``processing``."""
    noun = f"{kind.capitalize()}Job"
    phases, facts = (
        (_training_phases(described), _training_facts(described))
        if kind == "training"
        else (_processing_phases(described), _processing_facts(described))
    )
    return Report(
        kind=kind,
        name=described[f"{noun}Name"],
        status=described[f"{noun}Status"],
        phases=phases,
        facts=[(label, values) for label, values in facts if values],
    )


def _training_phases(described: Mapping[str, Any]) -> list[Phase]:
    return [
        Phase(entry["Status"], entry["StartTime"], entry.get("EndTime"), entry["StatusMessage"])
        for entry in described.get("SecondaryStatusTransitions", [])
    ]


def _processing_phases(described: Mapping[str, Any]) -> list[Phase]:
    created, started = described["CreationTime"], described.get("ProcessingStartTime")
    ended, status = described.get("ProcessingEndTime"), described["ProcessingJobStatus"]
    phases = [Phase("Starting", created, started or ended, "")]
    if started:
        phases.append(Phase("Processing", started, ended, ""))
    if ended:
        phases.append(Phase(status, ended, ended, ""))
    return phases


def _training_facts(described: Mapping[str, Any]) -> Facts:
    algorithm, resources = described["AlgorithmSpecification"], described["ResourceConfig"]
    checkpoint = described.get("CheckpointConfig", {})
    return [
        ("Failure reason", described.get("FailureReason", "").splitlines()),
        ("Instances", [_instances(resources)]),
        ("Training seconds", [_seconds(described, "TrainingTimeInSeconds")]),
        ("Billable seconds", [_billable(described)]),
        ("Image", _present(algorithm, "TrainingImage", "AlgorithmName")),
        ("Channels", _columns(_channel(c) for c in described.get("InputDataConfig", []))),
        ("Hyperparameters", _columns(sorted(described.get("HyperParameters", {}).items()))),
        ("Final metrics", _columns(_metric(m) for m in described.get("FinalMetricDataList", []))),
        ("Checkpoints", _present(checkpoint, "S3Uri")),
        ("Model", _present(described.get("ModelArtifacts", {}), "S3ModelArtifacts")),
    ]


def _processing_facts(described: Mapping[str, Any]) -> Facts:
    app = described["AppSpecification"]
    command = [*app.get("ContainerEntrypoint", []), *app.get("ContainerArguments", [])]
    inputs = described.get("ProcessingInputs", [])
    outputs = described.get("ProcessingOutputConfig", {}).get("Outputs", [])
    resources = described["ProcessingResources"]["ClusterConfig"]
    started, ended = described.get("ProcessingStartTime"), described.get("ProcessingEndTime")
    took = f"{(ended - started).total_seconds():.0f}" if started and ended else "not known yet"
    return [
        ("Failure reason", described.get("FailureReason", "").splitlines()),
        ("Exit message", described.get("ExitMessage", "").splitlines()),
        ("Instances", [_instances(resources)]),
        ("Processing seconds", [took]),
        ("Image", [app["ImageUri"]]),
        ("Command", [" ".join(command)] if command else []),
        ("Inputs", _columns(_place(i["InputName"], i.get("S3Input", {})) for i in inputs)),
        ("Outputs", _columns(_place(o["OutputName"], o.get("S3Output", {})) for o in outputs)),
    ]


def _instances(resources: Mapping[str, Any]) -> str:
    groups = resources.get("InstanceGroups") or [resources]
    return ", ".join(f"{group['InstanceCount']} × {group['InstanceType']}" for group in groups)


def _seconds(described: Mapping[str, Any], member: str) -> str:
    return str(described.get(member, "not known yet"))


def _billable(described: Mapping[str, Any]) -> str:
    """The billable seconds of one instance, as AWS counts them, and what managed spot has saved."""
    billable = described.get("BillableTimeInSeconds")
    trained = described.get("TrainingTimeInSeconds")
    shown = _seconds(described, "BillableTimeInSeconds")
    if billable is None or not trained or not described.get("EnableManagedSpotTraining"):
        return shown
    return f"{shown} (managed spot training saves {100 * (1 - billable / trained):.0f} %)"


def _channel(channel: Mapping[str, Any]) -> tuple[str, ...]:
    source = channel["DataSource"].get("S3DataSource", {})
    return (channel["ChannelName"], source.get("S3Uri", ""), channel.get("ContentType", ""))


def _place(name: str, place: Mapping[str, Any]) -> tuple[str, ...]:
    return (name, place.get("S3Uri", ""), place.get("LocalPath", ""))


def _metric(metric: Mapping[str, Any]) -> tuple[str, ...]:
    return (metric["MetricName"], f"{metric['Value']:.6g}")


def _present(structure: Mapping[str, Any], *members: str) -> list[str]:
    return [structure[member] for member in members if member in structure]


def _columns(rows: Iterable[tuple[str, ...]]) -> list[str]:
    """A line for each row; what is in one column begins at the same place."""
    table = list(rows)
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    return [
        "  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in table
    ]
