"""Where and how one pipeline is deployed: all settings, put together from their themes."""

from __future__ import annotations

from infrastructure.settings.code import Code
from infrastructure.settings.machines import Endpoint, Processing, Training, Transform
from infrastructure.settings.messages import Messages
from infrastructure.settings.scheduling import Scheduling
from infrastructure.settings.storage import Storage
from infrastructure.values.names import Account, PipelineName, Region, Stage, VariantName


class Settings(Code, Messages, Scheduling, Storage):
    """Where and how one pipeline is deployed. None means: as the pipeline, or the CDK, says by itself.

    The region is known when the definition is built: the SageMaker SDK asks for it, and ARNs begin with
    its partition. The account need not be.
    """

    pipeline: PipelineName = "ner"
    stage: Stage = "dev"
    variant: VariantName = "served"
    account: Account | None = None
    region: Region

    processing: Processing = Processing()
    training: Training = Training()
    transform: Transform = Transform()
    endpoint: Endpoint = Endpoint()

    @property
    def stack_name(self) -> str:
        return f"stepline-{self.pipeline}-{self.stage}"
