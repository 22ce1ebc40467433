"""The containers of a model: one, or several that make an inference pipeline. Pure.

Read from CreateModel's request and from what DescribeModel shows alike, so that endpoints and transform
jobs have the same. The names of containers without a ContainerHostname, and the two variables that tell
each its ports, are the developer guide's (inference-pipeline-logs-metrics, inference-pipeline-real-time);
the ports are ours: here each container has a network of its own, so that all can have 8080.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from localaws.sagemaker import model_data
from localaws.sagemaker.errors import validation
from localaws.sagemaker.model_data import ModelData

PRIMARY = "primary"  # what messages call the only container of a model
_PORT, _FIRST_SAFE, _SAFE_PORTS = 8080, 8100, 100


@dataclass(frozen=True)
class ModelContainer:
    """One container of a model.

    Attributes:
        name: what messages, log streams and metrics call it.
        definition: as the API writes it.
        ports: the variables that tell it its ports; the only container of a model has none.
    """

    name: str
    definition: Mapping[str, Any]
    ports: Mapping[str, str] = field(default_factory=dict)

    @property
    def image(self) -> str:
        return str(self.definition["Image"])

    @property
    def environment(self) -> dict[str, str]:
        """What its definition sets, over the variables that tell its ports."""
        return {**self.ports, **self.definition.get("Environment", {})}

    @property
    def data(self) -> ModelData | None:
        """Its model data.

        Raises:
            ApiError: the location is no S3 URI.
        """
        return model_data.of(dict(self.definition))


def containers_of(model: Mapping[str, Any]) -> tuple[ModelContainer, ...]:
    """The containers of a model, in the order in which a request passes through them."""
    definitions = _definitions(model)
    if len(definitions) == 1:
        return (ModelContainer(PRIMARY, definitions[0]),)
    return tuple(
        ModelContainer(each.get("ContainerHostname", f"container-{number}"), each, _ports(number))
        for number, each in enumerate(definitions, 1)
    )


def is_direct(model: Mapping[str, Any]) -> bool:
    """Whether a request names the one container that it is for (Direct), and passes no other."""
    return bool(model.get("InferenceExecutionConfig", {}).get("Mode") == "Direct")


def check(model: Mapping[str, Any]) -> None:
    """See that CreateModel's request names containers that can be told apart.

    Raises:
        ApiError: it does not.
    """
    if ("PrimaryContainer" in model) == bool(model.get("Containers")):
        raise validation("Give either PrimaryContainer or Containers, and only one of them.")
    definitions = _definitions(model)
    if is_direct(model) and len(definitions) < 2:
        raise validation(
            "InferenceExecutionConfig Mode Direct needs at least two members of Containers, "
            f"and there is {len(definitions)}."
        )
    if len(definitions) < 2:
        return
    names = [each["ContainerHostname"] for each in definitions if "ContainerHostname" in each]
    if names and len(names) < len(definitions):
        raise validation(
            "If you specify ContainerHostname for one container of an inference pipeline, you must "
            f"specify it for every container: {len(definitions) - len(names)} of "
            f"{len(definitions)} have none."
        )
    twice = [name for name, count in Counter(names).items() if count > 1]
    if twice:
        raise validation(f'ContainerHostname must be unique, and "{twice[0]}" is not.')


def _definitions(model: Mapping[str, Any]) -> list[dict[str, Any]]:
    if "PrimaryContainer" in model:
        return [model["PrimaryContainer"]]
    definitions: list[dict[str, Any]] = model["Containers"]
    return definitions


def _ports(number: int) -> dict[str, str]:
    first = _FIRST_SAFE + _SAFE_PORTS * (number - 1)
    return {
        "SAGEMAKER_BIND_TO_PORT": str(_PORT),
        "SAGEMAKER_SAFE_PORT_RANGE": f"{first}-{first + _SAFE_PORTS - 1}",
    }
