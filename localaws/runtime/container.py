"""Containers as containers: docker or podman, for images that need more than a process image."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import uuid
from collections.abc import Callable, Mapping
from pathlib import Path

from localaws.images.process_image import ProcessImage
from localaws.images.store import ImageStore
from localaws.runtime import command
from localaws.runtime.engine import Engine, find_engine
from localaws.runtime.http_pool import PORT
from localaws.runtime.protocol import ContainerSpec, NotServing, RuntimeRefused
from localaws.runtime.scratch import make_scratch, remove_left_over
from localaws.runtime.watched import WatchedHandle

__all__ = ["ContainerRuntime", "build_with_engine", "find_engine"]


class ContainerRuntime:
    """Runs images with a container engine; they are built by it from the kept context."""

    name = "container"

    def __init__(self, home: Path, images: ImageStore, engine: Engine, why: str = "") -> None:
        self.why = f"{engine.name} ({why})" if why else engine.name
        self._home = home.absolute()
        self._images = images
        self._engine = engine
        remove_left_over(self._home)

    def start(self, spec: ContainerSpec, on_line: Callable[[str], None]) -> WatchedHandle:
        """See ``protocol.Runtime``."""
        image = self._images.resolve(spec.image)
        tag = build_with_engine(self._engine, image, spec.image)
        name = container_name(spec.name)
        scratch = make_scratch(self._home)
        hostname = command.hostname(spec)
        environment = dict(spec.environment)
        plan = {
            "argv": self._engine.command(*run_arguments(spec, tag, name, hostname, environment)),
            "environment": dict(os.environ),
            "directory": str(scratch),
            # The engine's client dying does not end the container: it is removed by name.
            "at_end": self._engine.command("rm", "--force", name),
        }

        def port() -> int:
            return self._published_port(name)

        def on_end() -> None:
            self._give_back(tag, spec.ml)
            shutil.rmtree(scratch, ignore_errors=True)

        return ContainerHandle(self._engine, name, scratch, plan, on_line, on_end, port)

    def _published_port(self, name: str) -> int:
        answer = self._engine.run("port", name, f"{PORT}/tcp")
        found = re.search(r":(\d+)\s*$", answer.stdout.strip().split("\n")[0])
        if answer.returncode != 0 or not found:
            raise NotServing(f"the container publishes no port {PORT} yet")
        return int(found[1])

    def _give_back(self, tag: str, ml: Path) -> None:
        """Make what root of a container wrote the user's own, where the engine runs as root."""
        if os.getuid() == 0 or self._engine.name != "docker":
            return
        owner = f"{os.getuid()}:{os.getgid()}"
        mount = f"{ml.absolute()}:/opt/ml"
        self._engine.run(
            *("run", "--rm", "--network=none", "--volume", mount, "--entrypoint", "chown"),
            *(tag, "-R", owner, "/opt/ml"),
        )


class ContainerHandle(WatchedHandle):
    """Signals go through the engine: its client passes on some, and none after a kill."""

    def __init__(
        self,
        engine: Engine,
        name: str,
        scratch: Path,
        plan: Mapping[str, object],
        on_line: Callable[[str], None],
        on_end: Callable[[], None],
        port: Callable[[], int],
    ) -> None:
        self._engine = engine
        self._name = name
        self._known_port = 0
        super().__init__(name, scratch, plan, on_line, on_end, lambda: self._ask_once(port))

    def signal(self, signum: int) -> None:
        self._engine.run("kill", "--signal", str(int(signum)), self._name)

    def _ask_once(self, port: Callable[[], int]) -> int:
        self._known_port = self._known_port or port()
        return self._known_port


def container_name(name: str) -> str:
    """A name that engines accept and nobody else has."""
    return f"localaws-{re.sub('[^a-zA-Z0-9_.-]', '-', name)[:40]}-{uuid.uuid4().hex[:8]}"


def run_arguments(
    spec: ContainerSpec, tag: str, name: str, hostname: str, environment: Mapping[str, str]
) -> list[str]:
    """The engine's ``run`` command line. Jobs share the machine's network, as they need the
    embedded AWS; a serving container has its own and publishes its port 8080."""
    arguments = [
        "run",
        "--rm",
        "--init",
        "--name",
        name,
        "--volume",
        f"{spec.ml.absolute()}:/opt/ml",
    ]
    if spec.serves:
        arguments += ["--hostname", hostname, "--publish", f"127.0.0.1::{PORT}"]
        arguments += ["--add-host", "host.docker.internal:host-gateway"]
    else:
        arguments += ["--network=host"]
    for variable, value in environment.items():
        arguments += ["--env", f"{variable}={value}"]
    words = list(spec.arguments or ())
    if spec.entrypoint:
        arguments += ["--entrypoint", spec.entrypoint[0]]
        words = [*spec.entrypoint[1:], *words]
    return [*arguments, tag, *words]


def build_with_engine(engine: Engine, image: ProcessImage, uri: str) -> str:
    """Build the image from its kept context unless the engine has it; the engine's tag.

    Raises:
        RuntimeRefused: the image has no context, or its build failed.
    """
    tag = f"localaws-image:{image.identity[:24]}"
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
    built = subprocess.run(
        engine.command("build", *options, str(image.context / "files")),
        stdout=sys.stderr,
        check=False,
    )
    if built.returncode != 0:
        raise RuntimeRefused(f"{engine.name} could not build the image {uri}; its words are above")
    return tag
