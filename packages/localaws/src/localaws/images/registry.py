"""Every image that a URI can mean: the user's own, and AWS's, built when they are first asked for.

This is what the runtimes pull from. The user's are in the ``store``, which ``localaws-docker`` fills;
what AWS's are is the catalogue's (``aws_made``) to say.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from localaws.images.aws_made import Catalogue, Choice, NotOffered
from localaws.images.build_program import BuildFailed, Builds
from localaws.images.builder_kind import needs_engine
from localaws.images.store import ImageStore, normal
from localaws.images.whole_context import content, whole
from localaws.runtime.process_image import ProcessImage
from localaws.runtime.protocol import ImageNotFound, RuntimeRefused

BUILDERS = ("engine", "process")

log = logging.getLogger(__name__)


class Registry:
    """The images of a store and those of a catalogue. Safe to use from many threads.

    ``stored`` gives the URI under which the store has an image, and raises ImageNotFound where the URI is of
    an ECR that lacks it: where there is an ECR, an image that was only tagged with its URI is not in it.

    Attributes:
        used: the identities of the images that have been asked for.
    """

    def __init__(
        self,
        store: ImageStore,
        catalogue: Catalogue,
        stored: Callable[[str], str] = lambda uri: uri,
    ) -> None:
        self._store = store
        self._stored = stored
        self._catalogue = catalogue
        self._builds = Builds(store.home)
        self._turns: dict[str, threading.Lock] = {}  # to build, by tag
        self.used: set[str] = set()

    def resolve(self, uri: str) -> ProcessImage:
        """The image of a URI. One of AWS's own may take a minute to be built, the first time.

        Raises:
            ImageNotFound: there is none; where it looks like one of AWS's, the message names those.
            RuntimeRefused: one of AWS's could not be built.
        """
        image = self._resolved(uri)
        self.used.add(image.identity)
        return image

    def _resolved(self, uri: str) -> ProcessImage:
        try:
            return self._store.resolve(self._stored(uri))
        except ImageNotFound as error:
            missing = error
        try:
            chosen = self._catalogue.choose(normal(uri))
        except NotOffered as why:
            raise ImageNotFound(f"{missing}. {why}") from None
        if chosen is None:
            raise missing
        return self._aws_made(chosen, uri)

    def built(self, uri: str) -> bool:
        """Whether ``resolve`` has nothing to build: the image is there, or there is none."""
        try:
            self._store.resolve(self._stored(uri))
            return True
        except ImageNotFound:
            pass
        try:
            chosen = self._catalogue.choose(normal(uri))
        except NotOffered:
            return True
        return chosen is None or self._built(self._tag(chosen)) is not None

    def close(self) -> None:
        """End the builds that are under way, and begin no more."""
        self._builds.close()

    def _aws_made(self, chosen: Choice, uri: str) -> ProcessImage:
        tag = self._tag(chosen)
        if found := self._built(tag):
            return found
        with self._turns.setdefault(tag, threading.Lock()):
            if found := self._built(tag):
                return found
            log.info("building %s, which stands in for %s", tag, uri)
            try:
                with whole(chosen.image) as context:
                    self._builds.run(tag, context, {"VERSION": chosen.version})
            except BuildFailed as error:
                raise RuntimeRefused(
                    f"The image {uri} stands in for AWS's own and is built on this machine when it "
                    f"is first used, which failed: {error}. The log has all of it. "
                    "The packages come from pip's index: see that it can be reached, and try again."
                ) from None
            return self._store.resolve(tag)

    def _built(self, tag: str) -> ProcessImage | None:
        """The image, if all that belongs to it is still there."""
        try:
            image = self._store.resolve(tag)
        except ImageNotFound:
            return None
        if image.packages is not None and not image.packages.exists():
            return None
        return image

    def _tag(self, chosen: Choice) -> str:
        """A name that says what the image is built from: a changed folder is another image."""
        builder = "engine" if needs_engine(self._store.home) else "process"
        return _tag(chosen.image.name, chosen.version, builder, content(chosen.image))


def current_tags(catalogue: Catalogue) -> frozenset[str]:
    """The tags under which images of AWS's own are found again, as their folders are now."""
    return frozenset(
        _tag(image.name, version, builder, hashed)
        for image, hashed in ((image, content(image)) for image in catalogue.images)
        for repository in image.repositories
        for version in repository.versions.values()
        for builder in BUILDERS
    )


def _tag(name: str, version: str, builder: str, content: str) -> str:
    return f"localaws-aws/{name}:{version}-{builder}-{content[:24]}"
