"""Builds an image from its Dockerfile with the container engine of this machine, now."""

from __future__ import annotations

from localaws.images.build import BuildRequest, build_for_engine
from localaws.images.store import ImageStore
from localaws.runtime.engine import find_engine
from localaws.runtime.engine_image import build_with_engine
from localaws.runtime.process_image import ProcessImage


def build_by_engine(request: BuildRequest, store: ImageStore) -> ProcessImage:
    """The image, with its tags.

    Raises:
        RuntimeRefused: there is no engine, or its build failed.
        OSError: the context or the Dockerfile cannot be read.
    """
    engine = find_engine()
    name = request.tags[0] if request.tags else "image"
    return build_for_engine(request, store, lambda image: build_with_engine(engine, image, name))
