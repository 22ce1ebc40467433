"""A process image: what a container image is to the runtimes of the embedded AWS.

Not layers but three plain things: a folder whose content appears at ``/``, a configuration by
Docker's rules, and a virtual environment that stands in for the packages installed in the image.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

# What the official Python images set; an image's own ENV PATH is written in terms of it.
BASE_PATH = "/usr/local/bin:/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin"


@dataclass(frozen=True)
class ImageConfig:
    """The part of an image that Docker calls its configuration."""

    environment: Mapping[str, str] = field(default_factory=dict)
    entrypoint: tuple[str, ...] = ()
    command: tuple[str, ...] = ()
    working_directory: str = "/"
    labels: Mapping[str, str] = field(default_factory=dict)
    ports: tuple[str, ...] = ()  # as EXPOSE wrote them, such as "8080/tcp"
    engine_only: bool = False  # built by a container engine: there is no process image of it
    notes: tuple[str, ...] = ()  # where the build had to differ from Docker's, one sentence each

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> ImageConfig:
        lists = ("entrypoint", "command", "ports", "notes")
        fields: dict[str, Any] = {k: tuple(v) if k in lists else v for k, v in data.items()}
        return cls(**fields)


@dataclass(frozen=True)
class ProcessImage:
    """An image that the runtimes can start."""

    identity: str  # hexadecimal hash of everything below: equal images have equal identities
    tree: Path  # the folder whose content appears at /
    config: ImageConfig
    packages: Path | None = None  # the virtual environment; None: the machine's own Python
    context: Path | None = None  # Dockerfile and build context, kept for a container engine

    def inside(self, path: str) -> Path:
        """Where an absolute path of the image lies in its tree; it may not exist."""
        return self.tree / path.lstrip("/")
