"""Decides what a home folder can do without. Looks at nothing and removes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from localaws.images.store import normal

LOCAL_MODE = "localaws-local-mode/"  # tags of images that are tried on their own

Kind = Literal["image", "environment", "leftover"]


@dataclass(frozen=True)
class Thing:
    """Something that takes space.

    Attributes:
        name: what people know it by.
        made: when it was last made or named, in seconds since 1970.
        tags, packages: of an image, its names and its environment's folder.
        whole: whether it can be used; a half of something never is.
    """

    kind: Kind
    path: Path
    name: str
    made: float = 0.0
    tags: tuple[str, ...] = ()
    packages: Path | None = None
    whole: bool = True
    busy: bool = False  # is being made at this moment


@dataclass(frozen=True)
class Use:
    """What is in use. ``current`` are the tags under which images of AWS's own are found again."""

    identities: frozenset[str] = frozenset()
    uris: frozenset[str] = frozenset()
    current: frozenset[str] = frozenset()
    trying: bool = False  # an image is being tried on its own

    @property
    def tags(self) -> frozenset[str]:
        return frozenset(map(normal, self.uris))


@dataclass(frozen=True)
class Decision:
    """``reason``: why it stays; None where nothing uses it."""

    thing: Thing
    reason: str | None = field(default=None)


def decide(things: Sequence[Thing], use: Use, young_since: float) -> list[Decision]:
    """What stays and why. Whatever was made after ``young_since`` may be on its way into use."""
    images = [Decision(t, _image(t, use, young_since)) for t in things if t.kind == "image"]
    needed = {d.thing.packages for d in images if d.reason}
    others = [Decision(t, _other(t, needed, young_since)) for t in things if t.kind != "image"]
    return [*images, *others]


def removed(decisions: Iterable[Decision]) -> list[Thing]:
    """Images before the environments that they need: no image is ever without its own."""
    return [decision.thing for decision in decisions if decision.reason is None]


def _image(thing: Thing, use: Use, young_since: float) -> str | None:
    identity = thing.path.name
    digests = {uri.partition("@sha256:")[2] for uri in use.uris}
    if identity in use.identities or identity in digests or use.tags.intersection(thing.tags):
        return "the running embedded AWS refers to it"
    if use.current.intersection(thing.tags):
        return "stands in for an image of AWS's own"
    if use.trying and any(tag.startswith(LOCAL_MODE) for tag in thing.tags):
        return "an image is being tried"
    return _young(thing, young_since)


def _other(thing: Thing, needed: set[Path | None], young_since: float) -> str | None:
    if thing.busy:
        return "is being made"
    if thing.kind == "leftover" or not thing.whole:
        return None
    if thing.path in needed:
        return "an image that stays needs it"
    return _young(thing, young_since)


def _young(thing: Thing, young_since: float) -> str | None:
    return "made within the last hour" if thing.made > young_since else None
