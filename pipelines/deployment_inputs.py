"""Where a pipeline will run, as plain strings.

Bucket, role, image and code arrive as CloudFormation tokens when the CDK builds a definition, as
literals in a test, and as ARNs when a person calls `Workflow.create()`. Nothing here or in the
pipelines looks inside them. Only `stage` and `endpoint_name` must be known when the definition is
built: names and IAM policies are made from them.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from pipelines import instance_types
from pipelines.fleet import Fleet
from pipelines.policy import Approval, Capture, Experiment, Release, Scaling
from pipelines.protection import AS_AWS_DOES, Protection, Spot
from pipelines.variant import SERVED, Variant

DATA, CORPUS, RUNS, CAPTURED = "data/", "corpus/", "runs/", "captured/"
"""What the keys begin with of the data, of what a transform job reads, of what executions make, and of captured
traffic."""
_STAGE = re.compile(r"[a-z][a-z0-9]{0,11}")


@dataclass(frozen=True)
class DeploymentInputs:
    """What a definition must be told about where it will run.

    Raises ValueError where the stage is not 1 to 12 lower-case letters and digits, or where a kind of job has no
    such machines.
    """

    region: str
    bucket: str
    """Name of the bucket of data, checkpoint and runs."""
    image_uri: str
    """The image that trains, and that serves and processes unless those below say otherwise."""
    execution_role_arn: str
    """The role that jobs and endpoints assume."""
    stage: str
    endpoint_name: str
    """The endpoint that an execution serves on unless its input names another."""
    code_uri: str | None = None
    """S3 address of the zip file of the processing code; None for a pipeline that does not process."""
    code_file: str | None = None
    """The last part of `code_uri`: the file's name below /opt/ml/processing/input/code."""
    processing_image_uri: str | None = None
    serving_image_uri: str | None = None
    """Of a framework, whose images that train do not serve; None: the image that trains."""
    source_uri: str | None = None
    """S3 address of the archive (tar.gz) of the training script's folder; None for a pipeline without one."""
    gpu_image_uri: str | None = None
    """The image with CUDA, for instances that have a GPU; None: this deployment has none."""
    pretrained: str | None = None
    """Where training starts: None (from scratch), the S3 prefix of a checkpoint, or a hub's model name.

    Ignored by a pipeline that has no checkpoint.
    """
    endpoint_prefix: str | None = None
    """What the name of every endpoint that the state machine's role may touch begins with; None: any."""
    processing: Fleet | None = None
    """The machines that an execution takes unless its input names others; None: the pipeline's own."""
    training: Fleet | None = None
    endpoint: Fleet | None = None
    transform: Fleet | None = None
    table: str | None = None
    """Name of the table that knows whose turn it is, what can be reused and what was run; None: there is none,
    and the workflow leaves out what needs it."""
    topic_arn: str | None = None
    """Where people are told; None: nobody is."""
    package_group: str | None = None
    """The model package group that models are registered in; None: none is."""
    gate_floor: float | None = None
    """The floor and the margin of the pipeline's gate; None: as the pipeline says."""
    gate_margin: float | None = None
    approval: Approval | None = None
    """Whether and how long a human is asked before a new model serves; None: nobody is. It needs a table and a
    topic."""
    protection: Protection = AS_AWS_DOES
    spot: Spot | None = None
    """How long training may wait for spot instances; None: it runs on others."""
    release: Release = field(default_factory=Release)
    """How the traffic comes to a new model."""
    rollback_alarms: tuple[str, ...] = ()
    """Names of the alarms that take an update back which comes in parts."""
    experiment: Experiment | None = None
    """A/B: a new model serves beside the champion; None: it takes its position."""
    scaling: Scaling | None = None
    """Between how many instances the endpoint scales; None: it has as many as the execution says."""
    capture: Capture | None = None
    """What is kept of the endpoint's requests and answers; None: nothing."""
    keep: int | None = None
    """How many of the models that served last are kept; None: all."""
    asking_function: str | None = None
    """ARN of the function that asks an endpoint what Step Functions cannot: a body that is no JSON; None: there
    is none, and such smoke tests are left out."""
    job_log_days: int | None = None
    """How long SageMaker's log groups keep what jobs say, where nobody else says; None: nothing is said."""
    variant: Variant = SERVED
    """Which variant of the workflow is deployed."""
    tags: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Put on every resource that an execution makes, beside the pipeline's own tags."""

    def __post_init__(self) -> None:
        if not _STAGE.fullmatch(self.stage):
            raise ValueError(
                f"The stage must be 1 to 12 lower-case letters and digits, beginning with a letter; "
                f"got {self.stage!r}."
            )
        fleets: dict[instance_types.Kind, Fleet | None] = {
            "processing": self.processing,
            "training": self.training,
            "endpoint": self.endpoint,
            "transform": self.transform,
        }
        if self.approval and not (self.table and self.topic_arn):
            raise ValueError(
                "A human can only be asked for approval where there is a topic to ask on and a table that keeps "
                "who waits: the deployment brings no table or no topic_arn."
            )
        for kind, fleet in fleets.items():
            if fleet and (wrong := instance_types.problem(kind, fleet.instance_type)):
                raise ValueError(f"The deployment cannot have {fleet.instance_type}: {wrong}.")

    @property
    def data(self) -> str:
        """S3 prefix of the data that an execution reads unless its input names another."""
        return f"s3://{self.bucket}/{DATA}"

    @property
    def corpus(self) -> str:
        """S3 prefix of what a transform job asks the model about unless an execution's input names another."""
        return f"s3://{self.bucket}/{CORPUS}"

    @property
    def runs(self) -> str:
        """S3 prefix under which each execution has a folder of its own."""
        return f"s3://{self.bucket}/{RUNS.rstrip('/')}"

    @property
    def captured(self) -> str:
        """S3 prefix under which the endpoint's requests and answers are kept."""
        return f"s3://{self.bucket}/{CAPTURED.rstrip('/')}"

    @property
    def checkpoint_prefix(self) -> str | None:
        """The S3 prefix of the checkpoint, where there is one in S3."""
        return self.pretrained if self.pretrained and self.pretrained.startswith("s3://") else None

    @property
    def hub_name(self) -> str | None:
        """The hub's name of the checkpoint, where it comes from a hub."""
        return None if self.checkpoint_prefix else self.pretrained or None
