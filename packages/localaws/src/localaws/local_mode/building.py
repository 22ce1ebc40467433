"""Builds an image folder for the runtime that is to run it."""

from __future__ import annotations

import sys

from localaws.images.build import BuildRequest, build
from localaws.images.engine_build import build_by_engine
from localaws.images.store import ImageStore
from localaws.local_mode.options import Asked
from localaws.runtime import choose
from localaws.runtime.protocol import Runtime


def make_ready(asked: Asked) -> tuple[Runtime, str]:
    """The runtime that this machine allows, and the tag of the image, built now unless it is.

    Raises:
        RuntimeRefused: this machine cannot do what was asked for, or the engine cannot build it.
        DockerfileError, InstallFailed, OSError: from the builder.
    """
    store = ImageStore(asked.home)
    runtime = choose(asked.home, store, asked.runtime)
    if runtime.warning:
        print(runtime.warning, file=sys.stderr)
    tag = f"localaws-local-mode/{asked.image.resolve().name}"
    request = BuildRequest(asked.image, asked.image / "Dockerfile", tags=(tag,))
    if runtime.name == "container":
        build_by_engine(request, store)
    else:
        build(request, store)
    return runtime, tag
