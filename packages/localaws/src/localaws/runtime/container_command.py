"""The command line with which a container engine runs one container. Decides; runs nothing."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping

from localaws.runtime import command
from localaws.runtime.engine import Engine
from localaws.runtime.http_pool import PORT
from localaws.runtime.protocol import ContainerSpec

# Of what engines leave root of a container: making devices and raw packets, another root, the log.
_DROPPED = ("AUDIT_WRITE", "MKNOD", "NET_RAW", "SYS_CHROOT")
_HERE = re.compile(r"(?<=://)(localhost|127\.0\.0\.1)(?=[:/]|$)")


def container_name(name: str) -> str:
    """A name that engines accept and nobody else has."""
    return f"localaws-{re.sub('[^a-zA-Z0-9_.-]', '-', name)[:40]}-{uuid.uuid4().hex[:8]}"


def run_arguments(
    engine: Engine, spec: ContainerSpec, tag: str, name: str, most: int | None = None
) -> list[str]:
    """What follows the engine's name; ``most`` is the memory that this machine has for it.

    A job shares the machine's network, where the embedded AWS is; with network isolation it has none.
    A serving container has its own, publishes its port 8080 on a free one, and knows this machine by
    the engine's name for it: isolated or not, as it could not be reached without.
    """
    arguments = ["run", "--rm", "--name", name, "--volume", f"{spec.ml.absolute()}:/opt/ml"]
    arguments += ["--stop-timeout", "0"]  # "rm --force" of podman would wait for a SIGTERM first
    if most is not None:
        memory = min(spec.memory or most, most)
        arguments += ["--memory", str(memory), "--memory-swap", str(memory)]  # no swap, as there
    arguments += ["--security-opt", "no-new-privileges"]
    arguments += [f"--cap-drop={capability}" for capability in _DROPPED]
    environment = dict(spec.environment)
    if spec.serves:
        arguments += ["--hostname", command.hostname(spec), "--publish", f"127.0.0.1::{PORT}"]
        if engine.name == "docker":  # podman knows its name for the machine by itself
            arguments += ["--add-host", f"{engine.machine}:host-gateway"]
        environment = point_at(environment, engine.machine)
    else:
        arguments += ["--network=none" if spec.isolated else "--network=host"]
    for variable, value in environment.items():
        arguments += ["--env", f"{variable}={value}"]
    if spec.directory:
        arguments += ["--workdir", spec.directory]
    words = list(spec.arguments or ())
    if spec.entrypoint:
        arguments += ["--entrypoint", spec.entrypoint[0]]
        words = [*spec.entrypoint[1:], *words]
    return [*arguments, tag, *words]


def point_at(environment: Mapping[str, str], machine: str) -> dict[str, str]:
    """The environment with the embedded AWS's address as it is reached from another network."""
    return {
        name: _HERE.sub(machine, value) if name.startswith("AWS_ENDPOINT_URL") else value
        for name, value in environment.items()
    }
