"""What a production variant is before it runs, and how an update may keep part of the old one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from localaws.hosting.configurations import Configuration
from localaws.hosting.models import Model, Models
from localaws.hosting.serverless import Serverless, serverless
from localaws.sagemaker.errors import validation
from localaws.sagemaker.instance_memory import memory_of

_HEALTH_TIMEOUT = 8 * 60.0  # seconds; AWS's default
_SERVERLESS_TIMEOUT = 3 * 60.0


@dataclass(frozen=True)
class Variant:
    """One production variant of an endpoint, as its configuration has it; ``health_timeout`` in seconds.

    One that is a shadow gets copies of requests, and its responses are dropped.
    """

    name: str
    model: Model
    instances: int
    weight: float
    health_timeout: float = _HEALTH_TIMEOUT
    instance_type: str = ""
    configuration: str = ""
    is_shadow: bool = False
    volume: int | None = None  # the GB of an instance's disk, where that was asked for
    serverless: Serverless | None = None  # it has no instances of its own; ``instances`` is 1

    @property
    def memory(self) -> int | None:
        """The bytes of memory that a container of it may use; None where that is not known."""
        if self.serverless is not None:
            return self.serverless.memory << 20
        return memory_of(self.instance_type)


def variants_of(configuration: Configuration, models: Models) -> tuple[Variant, ...]:
    """The variants that a configuration asks for, its shadow variants behind the others.

    Raises:
        ApiError: a model is gone.
    """
    asked_for = [(each, False) for each in configuration.variants]
    asked_for += [(each, True) for each in configuration.shadows]
    return tuple(
        Variant(
            name=asked["VariantName"],
            model=models.named(asked["ModelName"]),
            instances=asked.get("InitialInstanceCount", 1),
            weight=float(asked["InitialVariantWeight"]),
            health_timeout=float(
                asked.get(
                    "ContainerStartupHealthCheckTimeoutInSeconds",
                    _SERVERLESS_TIMEOUT if "ServerlessConfig" in asked else _HEALTH_TIMEOUT,
                )
            ),
            instance_type=asked.get("InstanceType", ""),
            configuration=configuration.name,
            is_shadow=is_shadow,
            volume=asked.get("VolumeSizeInGB"),
            serverless=serverless(asked),
        )
        for asked, is_shadow in asked_for
    )


def instances_of(variants: Iterable[Variant]) -> Counter[str]:
    """How many instances of each type the variants have."""
    count: Counter[str] = Counter()
    for variant in variants:
        if variant.serverless is not None:
            continue
        count[variant.instance_type] += variant.instances
    return count


def keeps(request: dict[str, Any], kind: str) -> bool:
    """Whether UpdateEndpoint's request keeps a property, such as DesiredWeight, of what serves."""
    excluded = request.get("ExcludeRetainedVariantProperties", [])
    return bool(request.get("RetainAllVariantProperties")) and kind not in {
        entry["VariantPropertyType"] for entry in excluded
    }


def retained(
    new: Iterable[Variant], old: Iterable[Variant], request: dict[str, Any]
) -> tuple[Variant, ...]:
    """``new`` with the weights and counts of ``old`` where UpdateEndpoint's request keeps them."""
    before = {variant.name: variant for variant in old}
    result = []
    for variant in new:
        former = before.get(variant.name)
        if former is not None and keeps(request, "DesiredWeight"):
            variant = replace(variant, weight=former.weight)
        if former is not None and keeps(request, "DesiredInstanceCount"):
            variant = replace(variant, instances=former.instances)
        result.append(variant)
    return tuple(result)


def serving(variants: Iterable[Variant]) -> tuple[Variant, ...]:
    """Those that respond to requests: not the shadows."""
    return tuple(variant for variant in variants if not variant.is_shadow)


def rescaled(variants: Iterable[Variant], desired: list[dict[str, Any]]) -> tuple[Variant, ...]:
    """``variants`` with the weights and counts that UpdateEndpointWeightsAndCapacities asks for.

    Raises:
        KeyError: one that is asked for is not there.
        ApiError: one has no instances, and is to have some, or the other way round.
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
                serverless=_changed(variant, change),
            )
        )
    if changes:
        raise KeyError(next(iter(changes)))
    return tuple(result)


def _changed(variant: Variant, change: dict[str, Any]) -> Serverless | None:
    update = change.get("ServerlessUpdateConfig")
    if variant.serverless is None:
        if update is not None:
            raise validation(
                f'Variant "{variant.name}" has instances: give DesiredInstanceCount in place of '
                "ServerlessUpdateConfig."
            )
        return None
    if "DesiredInstanceCount" in change:
        raise validation(
            f'Variant "{variant.name}" is serverless: give ServerlessUpdateConfig in place of '
            "DesiredInstanceCount."
        )
    return variant.serverless.changed(update or {})
