"""Where and how one pipeline is deployed: all settings, put together from their themes."""

from __future__ import annotations

from infrastructure.settings.approval import Approval, Gate
from infrastructure.settings.code import Code
from infrastructure.settings.machines import Endpoint, Processing, Training, Transform
from infrastructure.settings.messages import Messages
from infrastructure.settings.monitoring import Monitoring
from infrastructure.settings.protection import Protection
from infrastructure.settings.release import Capture, Experiment, Release, Scaling
from infrastructure.settings.scheduling import Scheduling
from infrastructure.settings.storage import Storage
from infrastructure.settings.watching import Alarms
from infrastructure.values.names import Account, PipelineName, Region, Stage, TagText, VariantName


class Settings(Code, Messages, Protection, Scheduling, Storage):
    """Where and how one pipeline is deployed. None means: as the pipeline, or the CDK, says by itself.

    The region is known when the definition is built: the SageMaker SDK asks for it, and ARNs begin with
    its partition. The account need not be.
    """

    pipeline: PipelineName = "ner"
    stage: Stage = "dev"
    variant: VariantName = "served"
    owner: TagText | None = None
    """Whom what is deployed is charged to."""
    account: Account | None = None
    region: Region

    processing: Processing = Processing()
    training: Training = Training()
    transform: Transform = Transform()
    endpoint: Endpoint = Endpoint()
    alarms: Alarms = Alarms()
    gate: Gate = Gate()
    approval: Approval = Approval()
    monitoring: Monitoring = Monitoring()
    release: Release = Release()
    experiment: Experiment = Experiment()
    scaling: Scaling = Scaling()
    capture: Capture = Capture()

    @property
    def tags(self) -> dict[str, str]:
        """What the stack's resources, and those that its executions make, are marked with."""
        owner = {"stepline:owner": self.owner} if self.owner else {}
        return {"stepline:pipeline": self.pipeline, "stepline:stage": self.stage, **owner}

    @property
    def stack_name(self) -> str:
        return f"stepline-{self.pipeline}-{self.stage}"
