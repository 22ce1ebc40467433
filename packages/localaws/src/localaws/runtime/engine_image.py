"""Builds an image with a container engine, from the context that was kept when it was deployed."""

from __future__ import annotations

import json
import subprocess
import sys

from localaws.runtime.engine import Engine
from localaws.runtime.process_image import ProcessImage
from localaws.runtime.protocol import RuntimeRefused


def build_with_engine(engine: Engine, image: ProcessImage, uri: str) -> str:
    """Build the image unless the engine has it; the engine's tag. Progress goes to stderr.

    Raises:
        RuntimeRefused: the image has no context, or its build failed.
    """
    tag = f"localhost/localaws:{image.identity[:24]}"
    if engine.run("image", "inspect", tag).returncode == 0:
        return tag
    if image.context is None:
        raise RuntimeRefused(f"the image {uri} was not built from a Dockerfile here")
    asked = json.loads((image.context / "build.json").read_text())
    options = ["--tag", tag, "--file", str(image.context / "Dockerfile")]
    for variable, value in asked["build_args"].items():
        options += ["--build-arg", f"{variable}={value}"]
    if asked["target"]:
        options += ["--target", asked["target"]]
    if engine.name == "podman":
        options += ["--format", "docker"]  # SageMaker takes no OCI manifest, podman's default
    built = subprocess.run(
        engine.command("build", "--network=host", *options, str(image.context / "files")),
        stdout=sys.stderr,
        check=False,
    )
    if built.returncode != 0:
        raise RuntimeRefused(f"{engine.name} could not build the image {uri}; its words are above")
    return tag
