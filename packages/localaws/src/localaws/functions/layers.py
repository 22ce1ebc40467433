"""The layers of a server: zips under a name and a number, which functions use. Records, and the book of them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from localaws.functions.errors import invalid, nothing_there
from localaws.functions.function import Layer
from localaws.protocols.refusal import Refusal


@dataclass(frozen=True)
class LayerVersion:
    """One version of a layer."""

    layer_arn: str  # without the version
    number: int
    content: Layer
    created: float  # seconds since 1970
    description: str = ""
    runtimes: tuple[str, ...] = ()
    architectures: tuple[str, ...] = ()
    license: str = ""
    policy: tuple[Mapping[str, Any], ...] = ()
    policy_revision: str = ""

    @property
    def arn(self) -> str:
        return f"{self.layer_arn}:{self.number}"

    @property
    def name(self) -> str:
        return self.layer_arn.rpartition(":")[2]


@dataclass
class _Shelf:
    """A layer: its versions, and the last number given, which is never given again."""

    versions: dict[int, LayerVersion] = field(default_factory=dict)
    last: int = 0


class Layers:
    """The layers of every account and region. Safe to use from many threads."""

    def __init__(self) -> None:
        self._shelves: dict[str, _Shelf] = {}  # by the layer's ARN
        self._changing = threading.Lock()

    def publish(self, layer_arn: str, make: Callable[[int], LayerVersion]) -> LayerVersion:
        """A new version of a layer, which is new itself with its first."""
        with self._changing:
            shelf = self._shelves.setdefault(layer_arn, _Shelf())
            shelf.last += 1
            made = shelf.versions[shelf.last] = make(shelf.last)
            return made

    def get(self, layer_arn: str, number: int) -> LayerVersion:
        """One version.

        Raises:
            Refusal: it is not there.
        """
        with self._changing:
            shelf = self._shelves.get(layer_arn)
            found = shelf.versions.get(number) if shelf else None
        if found is None:
            raise nothing_there()
        return found

    def find(self, version_arn: str) -> LayerVersion:
        """The version that a function names by its ARN.

        Raises:
            Refusal: it is not there.
        """
        layer_arn, _, number = version_arn.rpartition(":")
        try:
            return self.get(layer_arn, int(number))
        except (ValueError, Refusal):
            raise invalid(
                f"Layer version {version_arn} does not exist. This embedded AWS has the layers that were "
                "published to it (lambda:PublishLayerVersion), and none of accounts elsewhere."
            ) from None

    def versions(self, layer_arn: str) -> list[LayerVersion]:
        """All versions of one layer, the newest first."""
        with self._changing:
            shelf = self._shelves.get(layer_arn)
            return sorted(shelf.versions.values() if shelf else (), key=lambda each: -each.number)

    def newest(self, prefix: str) -> list[LayerVersion]:
        """The newest version of each layer whose ARN begins with ``prefix``, by name."""
        with self._changing:
            shelves = sorted(self._shelves.items())
            return [
                shelf.versions[max(shelf.versions)]
                for name, shelf in shelves
                if name.startswith(prefix) and shelf.versions
            ]

    def delete(self, layer_arn: str, number: int) -> None:
        """Take a version away; that there is none is no error, as on AWS."""
        with self._changing:
            shelf = self._shelves.get(layer_arn)
            if shelf is not None:
                shelf.versions.pop(number, None)

    def change_policy(
        self, layer_arn: str, number: int, policy: tuple[Mapping[str, Any], ...], revision: str
    ) -> None:
        """Replace the policy of a version that is there."""
        with self._changing:
            versions = self._shelves[layer_arn].versions
            versions[number] = replace(versions[number], policy=policy, policy_revision=revision)
