"""One image of AWS's own that the embedded AWS stands in for: a folder with an ``image.toml``, read.

A folder is a Docker build context with that file beside the Dockerfile:

    description = "XGBoost, the built-in algorithm"
    shares = ["../script_mode"]         # folders that the build finds beside the Dockerfile; none is needed
    [[repositories]]
    name = "sagemaker-xgboost"
    [repositories.accounts]             # by region, as ECR has them
    us-east-1 = "683313688378"
    [repositories.versions]             # tag = the build argument VERSION
    "1.7-1" = "1.7-1"
    [[metrics]]                         # what AWS measures by itself; such an image allows no others
    name = "validation:auc"
    regex = '...(\\S+)'

Where a repository has more tags than one can list, ``tag`` says what they look like, and ``versions`` goes by
what the group ``version`` finds: ``tag = '(?P<version>[0-9.]+)-(cpu|gpu)-py[0-9]+(-.*)?'``.

Where such folders lie is ``announced``'s to know, and what a URI chooses among them ``aws_made``'s.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any


class BadImageFile(Exception):
    """An ``image.toml`` is wrong, or what announces it. The message names it and what is wrong."""


@dataclass(frozen=True)
class MetricDefinition:
    """A metric of a training job's log; the first group of the expression is the value."""

    name: str
    regex: str


@dataclass(frozen=True)
class Repository:
    """One repository in which AWS keeps the image."""

    name: str
    accounts: Mapping[str, str]  # by region
    versions: Mapping[
        str, str
    ]  # the build argument VERSION, by tag or by what ``tag`` finds in one
    tag: re.Pattern[str] | None = None

    def version(self, tag: str) -> str | None:
        """The build argument VERSION of a tag; None where there is no such tag."""
        found = self.tag.fullmatch(tag) if self.tag else None
        return self.versions.get(found["version"] if found else tag)


@dataclass(frozen=True)
class AwsMadeImage:
    """One folder. ``name`` is the folder's, ``source`` the distribution's that brought it.

    ``shared`` are folders that several images have: each build finds them in its context, by their names.
    """

    name: str
    context: Path
    source: str
    description: str
    repositories: tuple[Repository, ...]
    metrics: tuple[MetricDefinition, ...]
    shared: tuple[Path, ...] = ()


def read(file: Path, source: str) -> AwsMadeImage:
    """What an ``image.toml`` says.

    Raises:
        BadImageFile: it is wrong.
    """
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
        return AwsMadeImage(
            name=file.parent.name,
            context=file.parent,
            source=source,
            description=str(content["description"]),
            repositories=tuple(_repository(entry) for entry in content["repositories"]),
            metrics=tuple(_metric(entry) for entry in content.get("metrics", [])),
            shared=tuple(_shared(file.parent, name) for name in content.get("shares", [])),
        )
    except KeyError as error:
        raise BadImageFile(f"{source}: {file}: {error} is missing") from error
    except (ValueError, TypeError, AttributeError) as error:
        raise BadImageFile(f"{source}: {file}: {error}") from error


def _repository(entry: Mapping[str, Any]) -> Repository:
    accounts, versions = dict(entry["accounts"]), dict(entry["versions"])
    tag = _tag(str(entry["tag"])) if "tag" in entry else None
    return Repository(str(entry["name"]), accounts, versions, tag)


def _tag(expression: str) -> re.Pattern[str]:
    try:
        compiled = re.compile(expression)
    except re.error as error:
        raise ValueError(f"the expression of tags {expression!r}: {error}") from error
    if "version" not in compiled.groupindex:
        raise ValueError(f"the expression of tags {expression!r} has no group `version`")
    return compiled


def _shared(folder: Path, name: str) -> Path:
    found = (folder / name).resolve()
    if not found.is_dir():
        raise ValueError(f"shares: there is no folder {name}")
    if (folder / found.name).exists():
        raise ValueError(f"shares: the image has a {found.name} of its own")
    return found


def _metric(entry: Mapping[str, Any]) -> MetricDefinition:
    name, regex = str(entry["name"]), str(entry["regex"])
    try:
        groups = re.compile(regex).groups
    except re.error as error:
        raise ValueError(f"the regular expression of {name}: {error}") from error
    if not groups:
        raise ValueError(f"the regular expression of {name} has no group for the value")
    return MetricDefinition(name, regex)
