"""What running a job comes to, in plain values: decided once, before anything is done.

A job's kind makes a plan of its request; ``job_run`` carries it out.
Folders are relative to ``/opt/ml``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from localaws.jobs.work import Work
from localaws.sagemaker.model_data import ModelData
from localaws.this_aws.s3_location import S3Location

ML = PurePosixPath("/opt/ml")
Environment = Callable[[bool], Mapping[str, str]]  # the platform's, by whether the job is isolated


@dataclass(frozen=True)
class Input:
    """Objects that are brought to a folder before the start."""

    name: str  # of the channel or the processing input, for messages
    location: S3Location
    folder: str
    manifest: bool = False  # the location is a manifest file, not a prefix
    sharded: bool = False  # each host gets its share of the objects, not all of them


@dataclass(frozen=True)
class Output:
    """A folder whose files are put below a location."""

    name: str
    folder: str
    location: S3Location
    continuous: bool = False  # while the container runs, too


@dataclass(frozen=True)
class Archive:
    """A folder that becomes one ``.tar.gz``, or, not compressed, objects below the location."""

    folder: str
    location: S3Location
    compressed: bool = True
    even_if_failed: bool = False


@dataclass(frozen=True)
class Metric:
    """A metric definition; the first group of the expression is the value."""

    name: str
    regex: str


@dataclass(frozen=True)
class ServingContainer:
    """One of several containers that serve together on each host."""

    name: str
    image: str
    environment: Mapping[str, str]
    model: ModelData | None


@dataclass(frozen=True)
class JobPlan:
    """All that the run of one job needs to know."""

    image: str
    hosts: tuple[str, ...]  # algo-1 to algo-N
    time_limit: float  # seconds that the container may run
    role: str  # the ARN of the role that it runs as
    instance_type: str
    volume: int | None = None  # the GB of an instance's disk; None: it has no metric (transform)
    entrypoint: tuple[str, ...] | None = None
    arguments: tuple[str, ...] | None = None
    environment: Mapping[str, str] = field(default_factory=dict)
    isolated: bool = False  # from every network
    folders: tuple[str, ...] = ()  # made before the start, besides those of inputs and outputs
    files: Mapping[str, Any] = field(default_factory=dict)  # JSON documents by path
    resources: tuple[str, Mapping[str, Any]] | None = None  # path and content, current_host apart
    inputs: tuple[Input, ...] = ()
    model: ModelData | None = None  # brought to the folder ``model``
    pipeline: tuple[ServingContainer, ...] = ()  # of each host, in place of the one of all above
    outputs: tuple[Output, ...] = ()
    checkpoints: Output | None = None
    archives: tuple[Archive, ...] = ()
    metrics: tuple[Metric, ...] = ()
    keys: tuple[str, ...] = ()  # of KMS, that volumes and outputs are to be encrypted with
    failure_file: str | None = None  # where the program explains a failure (training)
    message_file: str | None = None  # where it leaves an ExitMessage (processing)
    longest_wait: float | None = None  # seconds from its creation, on spot instances (training)
    retries: int = 0  # after faults of this machine's (training)
    work: Work | None = None  # the containers serve, and end when this is done (transform)
    shared: Input | None = None  # whose objects the work takes: they are not brought to a folder
    destination: S3Location | None = None  # where the work writes to

    @property
    def containers(self) -> tuple[str, ...]:
        """Every container that is to run: its host, and its own name where a host has several."""
        if not self.pipeline:
            return self.hosts
        return tuple(f"{host}/{each.name}" for host in self.hosts for each in self.pipeline)

    def container(self, name: str) -> ServingContainer:
        """What a container of ``containers`` is given."""
        wanted = host_of(name, container=True)
        own = ServingContainer("", self.image, self.environment, self.model)
        return next((each for each in self.pipeline if each.name == wanted), own)

    def destinations(self) -> list[S3Location]:
        """Every location that the job will write to."""
        checkpoints = [self.checkpoints.location] if self.checkpoints else []
        of_work = [self.destination] if self.destination else []
        return [
            *of_work,
            *checkpoints,
            *(o.location for o in self.outputs),
            *(a.location for a in self.archives),
        ]

    def all_folders(self) -> list[str]:
        """Every folder that is there when the container starts."""
        checkpoints = [self.checkpoints.folder] if self.checkpoints else []
        inputs, outputs = [i.folder for i in self.inputs], [o.folder for o in self.outputs]
        return [*self.folders, *inputs, *outputs, *checkpoints]


def host_of(name: str, *, container: bool = False) -> str:
    """The host of a container of a plan, or that container's own name."""
    return name.partition("/")[2 if container else 0]


def hosts(count: int) -> tuple[str, ...]:
    return tuple(f"algo-{number}" for number in range(1, count + 1))


def within_ml(path: str) -> str:
    """A path of the container below /opt/ml, relative to it."""
    return str(PurePosixPath(path).relative_to(ML))
