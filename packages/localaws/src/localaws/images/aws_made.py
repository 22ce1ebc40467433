"""The images of AWS's own that the embedded AWS stands in for: one folder each, read and looked up.

A folder is a Docker build context with an ``image.toml`` beside the Dockerfile:

    description = "XGBoost, the built-in algorithm"
    [[repositories]]
    name = "sagemaker-xgboost"
    [repositories.accounts]             # by region, as ECR has them
    us-east-1 = "683313688378"
    [repositories.versions]             # tag = the build argument VERSION
    "1.7-1" = "1.7-1"
    [[metrics]]                         # what AWS measures by itself; such an image allows no others
    name = "validation:auc"
    regex = '...(\\S+)'

Building the images is the ``registry``'s. Nothing here, nor anywhere else, knows an algorithm's name.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from localaws.images.ecr_name import EcrName, parse

SHIPPED = Path(__file__).parent / "aws"


class NotOffered(Exception):
    """AWS has no such image, or nothing stands in for it here. The message names what there is."""


class BadImageFile(Exception):
    """An ``image.toml`` is wrong. The message names the file and what is wrong."""


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
    versions: Mapping[str, str]  # the build argument VERSION, by tag


@dataclass(frozen=True)
class AwsMadeImage:
    """One folder. ``name`` is the folder's."""

    name: str
    context: Path
    description: str
    repositories: tuple[Repository, ...]
    metrics: tuple[MetricDefinition, ...]


@dataclass(frozen=True)
class Choice:
    """What a URI has chosen: an image, and its build argument VERSION."""

    image: AwsMadeImage
    version: str


@dataclass(frozen=True)
class Catalogue:
    """All of them.

    Attributes:
        account: the embedded AWS's own. Whatever lies in its registry is the user's.
    """

    images: tuple[AwsMadeImage, ...]
    account: str

    @classmethod
    def read(cls, account: str, root: Path = SHIPPED) -> Catalogue:
        """The catalogue of the folders in ``root``.

        Raises:
            BadImageFile: an ``image.toml`` is wrong.
        """
        files = sorted(root.glob("*/image.toml"))
        return cls(tuple(_image(file) for file in files), account)

    def choose(self, uri: str) -> Choice | None:
        """What a URI of AWS's own means; None where it names an image of somebody else's.

        Raises:
            NotOffered: there is no such image in AWS's registries, or nothing stands in for it.
        """
        name = parse(uri)
        if name is None:
            return None
        for image in self.images:
            for repository in image.repositories:
                if repository.name == name.repository:
                    return Choice(image, _version(repository, name))
        if name.account == self.account:
            return None
        there = [f"{r.name} ({i.description})" for i in self.images for r in i.repositories]
        raise NotOffered(
            f"The embedded AWS has no {name.repository} of the account {name.account}. Of AWS's "
            f"own images there are: {', '.join(there)}"
        )

    def metrics(self, uri: str) -> tuple[MetricDefinition, ...]:
        """What AWS itself measures in a training job of that image; nothing for any other image."""
        try:
            chosen = self.choose(uri)
        except NotOffered:
            return ()
        return chosen.image.metrics if chosen else ()


def _version(repository: Repository, name: EcrName) -> str:
    account = repository.accounts.get(name.region)
    if account is None:
        raise NotOffered(
            f"AWS has no {name.repository} in {name.region}, but in: "
            f"{', '.join(sorted(repository.accounts))}"
        )
    if account != name.account:
        raise NotOffered(
            f"AWS keeps {name.repository} of {name.region} in the account {account}, "
            f"not in {name.account}"
        )
    if name.tag not in repository.versions:
        raise NotOffered(f"{name.repository} has the tags: {', '.join(repository.versions)}")
    return repository.versions[name.tag]


def _image(file: Path) -> AwsMadeImage:
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
        return AwsMadeImage(
            name=file.parent.name,
            context=file.parent,
            description=str(content["description"]),
            repositories=tuple(_repository(entry) for entry in content["repositories"]),
            metrics=tuple(_metric(entry) for entry in content.get("metrics", [])),
        )
    except KeyError as error:
        raise BadImageFile(f"{file}: {error} is missing") from error
    except (ValueError, TypeError, AttributeError) as error:
        raise BadImageFile(f"{file}: {error}") from error


def _repository(entry: Mapping[str, Any]) -> Repository:
    accounts, versions = dict(entry["accounts"]), dict(entry["versions"])
    return Repository(str(entry["name"]), accounts, versions)


def _metric(entry: Mapping[str, Any]) -> MetricDefinition:
    name, regex = str(entry["name"]), str(entry["regex"])
    try:
        groups = re.compile(regex).groups
    except re.error as error:
        raise ValueError(f"the regular expression of {name}: {error}") from error
    if not groups:
        raise ValueError(f"the regular expression of {name} has no group for the value")
    return MetricDefinition(name, regex)
