"""The images of AWS's own that the embedded AWS stands in for: what a URI means among them.

Building them is the ``registry``'s. Nothing here, nor anywhere else, knows an algorithm's name.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from localaws.images.announced import announced, images_in
from localaws.images.ecr_name import EcrName, parse
from localaws.images.image_file import AwsMadeImage, BadImageFile, MetricDefinition, Repository
from localaws.images.way_out import way_out


class NotOffered(Exception):
    """AWS has no such image, or nothing stands in for it here. The message names what there is."""


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
    def read(cls, account: str, root: Path | None = None) -> Catalogue:
        """The catalogue of the folders in ``root``; without one, of what installed packages announce.

        Raises:
            BadImageFile: an image cannot be read, or two are the same one of AWS's.
        """
        images = announced() if root is None else tuple(images_in(root, str(root)))
        _refuse_rivals(images)
        return cls(images, account)

    def choose(self, uri: str) -> Choice | None:
        """What a URI of AWS's own means; None where it names an image of somebody else's.

        Raises:
            NotOffered: there is no such image in AWS's registries, or nothing stands in for it.
        """
        name = parse(uri)
        if name is None:
            return None
        named = [(i, r) for i in self.images for r in i.repositories if r.name == name.repository]
        if named:
            here = (pair for pair in named if pair[1].accounts.get(name.region) == name.account)
            image, repository = next(here, named[0])
            return Choice(image, _version(repository, name))
        if name.account == self.account:
            return None
        there = dict.fromkeys(r.name for i in self.images for r in i.repositories)
        raise NotOffered(
            f"The embedded AWS has no {name.repository} of the account {name.account}. "
            f"{way_out(name.repository, self.account)}. Of AWS's own images there are: {', '.join(there)}"
        )

    def metrics(self, uri: str) -> tuple[MetricDefinition, ...]:
        """What AWS itself measures in a training job of that image; nothing for any other image."""
        try:
            chosen = self.choose(uri)
        except NotOffered:
            return ()
        return chosen.image.metrics if chosen else ()


def _refuse_rivals(images: Iterable[AwsMadeImage]) -> None:
    """Two that stand in for the same image of AWS's: nobody could say which one a URI means."""
    first: dict[tuple[str, str], AwsMadeImage] = {}
    for image in images:
        claims = {(r.name, account) for r in image.repositories for account in r.accounts.values()}
        for claim in sorted(claims):
            other = first.setdefault(claim, image)
            if other is not image:
                repository, account = claim
                raise BadImageFile(
                    f"{other.source} ({other.context}) and {image.source} ({image.context}) both stand "
                    f"in for {repository} of the account {account}: uninstall one of them"
                )


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
    version = repository.version(name.tag)
    if version is None:
        what = "tags of the versions" if repository.tag else "tags"
        raise NotOffered(f"{name.repository} has the {what}: {', '.join(repository.versions)}")
    return version
