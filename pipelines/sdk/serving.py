"""The steps that create a model, an endpoint configuration and an endpoint.

Each keeps only the new resource's ARN of its result: the SDK knows no ResultSelector (SDK issue #95),
and the HTTP metadata would ride through every later state.
"""

from types import MappingProxyType
from typing import Any

from pipelines.sdk import upstream
from pipelines.sdk.states import MoreFields


class ModelStep(MoreFields, upstream.ModelStep):  # type: ignore[misc]  # the SDK has no types
    """Creates a model."""

    more = MappingProxyType({"ResultSelector": {"ModelArn.$": "$.ModelArn"}})

    def __init__(self, name: str, *, parameters: Any = None, **arguments: Any) -> None:
        # The SDK writes fields in the order in which it gets them: named here, these come first.
        super().__init__(name, parameters=dict(parameters or {}), **arguments)


class EndpointConfigStep(MoreFields, upstream.EndpointConfigStep):  # type: ignore[misc]
    """Creates an endpoint configuration of one variant; the SDK has no more (SDK issue #96).

    inference_ami_version: the system that the variant's instances run, where it is not SageMaker's default;
    the member is younger than the SDK. volume_key: of the instances' volumes, which the SDK cannot say.
    """

    more = MappingProxyType({"ResultSelector": {"EndpointConfigArn.$": "$.EndpointConfigArn"}})

    def __init__(
        self,
        name: str,
        *,
        inference_ami_version: str | None = None,
        volume_key: str | None = None,
        **arguments: Any,
    ) -> None:
        super().__init__(name, **arguments)
        if volume_key:
            self.fields["parameters"]["KmsKeyId"] = volume_key
        if inference_ami_version:
            (variant,) = self.fields["parameters"]["ProductionVariants"]
            variant["InferenceAmiVersion"] = inference_ami_version


class EndpointStep(MoreFields, upstream.EndpointStep):  # type: ignore[misc]
    """Creates or updates an endpoint.

    The SDK puts tags into the request of an update too, which SageMaker refuses: a tagged update is
    refused here, where the mistake is made. Nobody waits for InService (SDK issue #75): `workflow` does.
    """

    more = MappingProxyType({"ResultSelector": {"EndpointArn.$": "$.EndpointArn"}})

    def __init__(self, name: str, *, update: bool, tags: Any = None, **arguments: Any) -> None:
        if update and tags:
            raise ValueError(
                "UpdateEndpoint takes no tags: an endpoint keeps those it was made with."
            )
        super().__init__(name, update=update, tags=tags, **arguments)
