"""What a production variant is before it runs, and how an update may keep part of the old one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from localaws.hosting.configurations import Configuration
from localaws.hosting.models import Model, Models
from localaws.sagemaker.instance_memory import memory_of

_HEALTH_TIMEOUT = 8 * 60.0  # seconds; AWS's default


@dataclass(frozen=True)
class Variant:
    """One production variant of an endpoint, as its configuration has it; ``health_timeout`` in seconds."""

    name: str
    model: Model
    instances: int
    weight: float
    health_timeout: float = _HEALTH_TIMEOUT
    instance_type: str = ""
    configuration: str = ""

    @property
    def memory(self) -> int | None:
        """The bytes of memory that a container of it may use; None where that is not known."""
        return memory_of(self.instance_type)


def variants_of(configuration: Configuration, models: Models) -> tuple[Variant, ...]:
    """The variants that a configuration asks for.

    Raises:
        ApiError: a model is gone.
    """
    return tuple(
        Variant(
            name=asked["VariantName"],
            model=models.named(asked["ModelName"]),
            instances=asked["InitialInstanceCount"],
            weight=float(asked["InitialVariantWeight"]),
            health_timeout=float(
                asked.get("ContainerStartupHealthCheckTimeoutInSeconds", _HEALTH_TIMEOUT)
            ),
            instance_type=asked["InstanceType"],
            configuration=configuration.name,
        )
        for asked in configuration.variants
    )


def instances_of(variants: Iterable[Variant]) -> Counter[str]:
    """How many instances of each type the variants have."""
    count: Counter[str] = Counter()
    for variant in variants:
        count[variant.instance_type] += variant.instances
    return count


def retained(
    new: Iterable[Variant], old: Iterable[Variant], request: dict[str, Any]
) -> tuple[Variant, ...]:
    """``new`` with the weights and counts of ``old`` where UpdateEndpoint's request keeps them."""
    if not request.get("RetainAllVariantProperties"):
        return tuple(new)
    excluded = {
        entry["VariantPropertyType"]
        for entry in request.get("ExcludeRetainedVariantProperties", [])
    }
    before = {variant.name: variant for variant in old}
    result = []
    for variant in new:
        former = before.get(variant.name)
        if former is not None and "DesiredWeight" not in excluded:
            variant = replace(variant, weight=former.weight)
        if former is not None and "DesiredInstanceCount" not in excluded:
            variant = replace(variant, instances=former.instances)
        result.append(variant)
    return tuple(result)


def rescaled(variants: Iterable[Variant], desired: list[dict[str, Any]]) -> tuple[Variant, ...]:
    """``variants`` with the weights and counts that UpdateEndpointWeightsAndCapacities asks for.

    Raises:
        KeyError: one that is asked for is not there.
    """
    changes = {change["VariantName"]: change for change in desired}
    result = []
    for variant in variants:
        change = changes.pop(variant.name, {})
        result.append(
            replace(
                variant,
                weight=float(change.get("DesiredWeight", variant.weight)),
                instances=change.get("DesiredInstanceCount", variant.instances),
            )
        )
    if changes:
        raise KeyError(next(iter(changes)))
    return tuple(result)
