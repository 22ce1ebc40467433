"""On what machines each part of a pipeline runs. None: as the pipeline says."""

from __future__ import annotations

from infrastructure.settings.part import Part
from infrastructure.values.machines import (
    Count,
    EndpointInstance,
    ProcessingInstance,
    TrainingInstance,
    TransformInstance,
)
from infrastructure.values.names import EndpointName
from infrastructure.values.times import Seconds


class Machines(Part):
    """On how many instances of what type a part of the pipeline runs."""

    instance_type: str | None = None
    instance_count: Count | None = None


class Processing(Machines):
    """The machines of the processing jobs."""

    instance_type: ProcessingInstance | None = None


class Training(Machines):
    """The machines of the training job."""

    instance_type: TrainingInstance | None = None
    spot: bool = False
    spot_max_wait_seconds: Seconds | None = None
    """Of the job and its waiting for instances together; None: twice what the job may take."""


class Transform(Machines):
    """The machines of the transform job, of a variant that transforms."""

    instance_type: TransformInstance | None = None


class Endpoint(Machines):
    """The endpoint that the executions serve on. name: None is the stack's own."""

    instance_type: EndpointInstance | None = None
    name: EndpointName | None = None
