"""What a pipeline is: the frozen, typed description that a new pipeline fills in.

A description says what is computed from what. It says nothing of states, retries or names (the
workflow makes those), nor of buckets, roles and images (DeploymentInputs bring those).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from pipelines import consistency
from pipelines.deployment_inputs import DeploymentInputs
from pipelines.fleet import Fleet
from pipelines.parameters import Parameter
from pipelines.policy import Gate, Monitoring, SmokeTest

_HOUR = 3600

# What a new account has a quota for, as `aws service-quotas get-aws-default-service-quota` says of x86
# instances: for processing ml.t3.medium to ml.t3.xlarge, for endpoints ml.t2.medium. For training there is
# ml.m5.large where there is any: some new accounts may not train before they ask for it.
_FOR_PROCESSING = Fleet("ml.t3.large")
_FOR_TRAINING = Fleet("ml.m5.large")
_FOR_SERVING = Fleet("ml.t2.medium")
_FOR_TRANSFORM = Fleet("ml.m5.large")


def _nothing() -> Mapping[str, str]:
    return MappingProxyType({})


@dataclass(frozen=True)
class Algorithm:
    """What AWS provides as an image: an algorithm such as "xgboost" in version "1.7-1", or a framework such as
    "pytorch" in version "2.6", which runs a script."""

    name: str
    version: str


@dataclass(frozen=True)
class FromData:
    """A channel that reads the execution's data just as it lies in S3."""


@dataclass(frozen=True)
class FromProcessing:
    """A channel that reads one output of the pipeline's processing job."""

    output: str


@dataclass(frozen=True)
class Channel:
    """One input channel of the training job: /opt/ml/input/data/<name>."""

    name: str
    source: FromData | FromProcessing
    content_type: str | None = None

    @property
    def reads(self) -> str | None:
        """The output of the processing job that it reads; None: the execution's data."""
        return self.source.output if isinstance(self.source, FromProcessing) else None


@dataclass(frozen=True)
class Metric:
    """A number that SageMaker reads from the job's log: the regex's first group."""

    name: str
    regex: str


@dataclass(frozen=True)
class Processing:
    """The processing job: `python3 <the code's zip file> <arguments>`, in the pipeline's image or in one of AWS's.

    It reads /opt/ml/processing/input/data and writes /opt/ml/processing/output/<output>. Each
    parameter becomes two more arguments: `validation_fraction` is `--validation-fraction 0.2`.
    """

    outputs: tuple[str, ...]
    arguments: tuple[str, ...] = ()
    image: Algorithm | None = None
    """An image of AWS's that the code runs in, where an algorithm's has no Python of its own to offer."""
    parameters: tuple[Parameter, ...] = ()
    shares: tuple[str, ...] = ()
    """The parameters that make 1 together."""
    fleet: Fleet = _FOR_PROCESSING
    max_runtime_seconds: int = 4 * _HOUR
    volume_gb: int = 30
    max_instances: int = 1
    environment: Mapping[str, str] = field(default_factory=_nothing)


@dataclass(frozen=True)
class Training:
    """The training job: channels in, `model.tar.gz` and metrics out."""

    channels: tuple[Channel, ...]
    parameters: tuple[Parameter, ...] = ()
    metrics: tuple[Metric, ...] = ()
    fleet: Fleet = _FOR_TRAINING
    max_runtime_seconds: int = 24 * _HOUR
    volume_gb: int = 50
    max_instances: int = 1
    checkpoints: bool = False
    """Whether a job that begins anew goes on from /opt/ml/checkpoints, as spot instances want it."""
    gpu_image: bool = False
    """Whether the pipeline's Dockerfile makes another image for instances with a GPU, by its build argument."""
    script: str | None = None
    """The entry point in training/<name>/, which is the source folder of a framework's script."""
    environment: Mapping[str, str] = field(default_factory=_nothing)


@dataclass(frozen=True)
class Tuned:
    """A hyperparameter that is tuned, between two values; one with choices, among all of them."""

    parameter: str
    least: float = 0
    most: float = 0
    scale: str = "Auto"
    """How the values between are tried: "Linear", "Logarithmic", "ReverseLogarithmic" or "Auto"."""


@dataclass(frozen=True)
class Tuning:
    """The tuning job of a variant that tunes before it trains: trainings that differ in what is tuned."""

    metric: str
    """One of the training's; the best training has most of it."""
    tuned: tuple[Tuned, ...]
    training_jobs: int = 10
    parallel_jobs: int = 2
    strategy: str = "Bayesian"
    minimize: bool = False
    seed: int | None = None
    max_runtime_seconds: int = 24 * _HOUR


@dataclass(frozen=True)
class Transformation:
    """A transform job, which asks the new model: in a variant that transforms, about a corpus; where it
    reads an output of the processing job, in every execution, about that. So a model is measured whose
    artifact only AWS's own image can read.
    """

    content_type: str
    split_type: str = "Line"
    accept: str | None = None
    reads: str | None = None
    champion_reads: tuple[str, ...] = ()
    champion_arguments: tuple[str, ...] = ()
    """Where every execution asks its model: the processing outputs, and the arguments of the processing code, that
    make what the model in service is asked from the same test split, in champion-requests/. It also finds
    there what the evaluation reads of the champion."""
    fleet: Fleet = _FOR_TRANSFORM
    max_instances: int = 10
    max_runtime_seconds: int = 4 * _HOUR


@dataclass(frozen=True)
class Evaluation:
    """A second processing job, between training and serving, with the same code and machines.

    It measures the new model, the candidate, and the one that serves, the champion, on the same test split.
    Below /opt/ml/processing/input it finds the candidate's artifact as model/model.tar.gz, or what the transform
    job of every execution had it say in transformed/; each processing output that it names in <output>/; and,
    unless no model serves yet, the champion's artifact as champion/model.tar.gz, or what it said in
    champion-transformed/. It writes /opt/ml/processing/output/evaluation/evaluation.json (see
    processing/evaluating), by which the gate decides; what else it writes there is kept with it.
    """

    reads: tuple[str, ...]
    arguments: tuple[str, ...] = ()
    reads_of_champion: tuple[str, ...] = ()
    """Processing outputs without which the champion cannot be asked, such as the encoding that it was trained
    with: those of its own run, in champion-<output>/."""


@dataclass(frozen=True)
class Serving:
    """The endpoint: one variant of the model, updated in place by each execution."""

    variant: str = "AllTraffic"
    fleet: Fleet = _FOR_SERVING
    max_instances: int = 10
    max_wait_seconds: int = 1 * _HOUR
    environment: Mapping[str, str] = field(default_factory=_nothing)


@dataclass(frozen=True)
class Checkpoint:
    """How a pipeline takes a pretrained checkpoint, from an S3 prefix or from a hub.

    From S3 it is a channel of training and, as `argument`, an input of processing. From a hub it is
    the hyperparameter `hub_parameter` and, as `hub_argument`, an argument of processing.
    """

    channel: str = "pretrained"
    argument: str = "--pretrained"
    hub_parameter: str = "model_name"
    hub_argument: str = "--model-name"


@dataclass(frozen=True)
class Pipeline:
    """A retraining pipeline. Raises ValueError where the parts do not fit together.

    It trains and serves with the image that training/<name>/Dockerfile makes, or, where it names an
    algorithm, with AWS's own, which for a framework's script are two; its processing code runs in the image
    that trains.
    """

    name: str
    description: str
    training: Training
    algorithm: Algorithm | None = None
    processing: Processing | None = None
    evaluation: Evaluation | None = None
    serving: Serving = field(default_factory=Serving)
    checkpoint: Checkpoint | None = None
    tuning: Tuning | None = None
    """What a variant that tunes does; None: there is no such variant."""
    transformation: Transformation | None = None
    """What a variant that transforms does, or each one; None: there is no such variant."""
    gate: Gate | None = None
    """When a new model may serve; None: always."""
    smoke_tests: tuple[SmokeTest, ...] = ()
    """What a model in service is asked before the execution ends well."""
    monitoring: Monitoring | None = field(default_factory=Monitoring)
    """How what serves is watched, where an evaluation has left something to compare with; None: it is not."""
    workflow: Callable[["Pipeline", DeploymentInputs], Any] | None = None
    """The states in a row, where they are others than `workflow.retraining` says."""

    def __post_init__(self) -> None:
        consistency.check(self)

    @property
    def asks_in_every_execution(self) -> bool:
        """Whether every execution asks its model about an output of the processing job."""
        return self.transformation is not None and self.transformation.reads is not None

    def prefix(self, stage: str) -> str:
        """What the names of all jobs, models and endpoint configurations of a stage begin with."""
        return f"stepline-{self.name}-{stage}"
