"""What each setting is called in the CDK's context: `stepline:training-instance-type`."""

from __future__ import annotations

from collections.abc import Iterator

from infrastructure.settings.deployment import Settings
from infrastructure.settings.part import Part

PREFIX = "stepline:"


def key(*path: str) -> str:
    """The key of a setting, from its way through Settings: `key("training", "instance_type")`."""
    return PREFIX + "-".join(path).replace("_", "-")


def _keys() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every key, with the way through Settings that it stands for."""
    for name, field in Settings.model_fields.items():
        part = field.annotation
        if isinstance(part, type) and issubclass(part, Part):
            yield from ((key(name, inner), (name, inner)) for inner in part.model_fields)
        else:
            yield key(name), (name,)


KEYS = dict(_keys())
