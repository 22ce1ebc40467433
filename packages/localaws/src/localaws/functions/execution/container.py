"""The process of a sandbox, made by the server's runtime: the same jail as that of jobs."""

from __future__ import annotations

import socket
import uuid
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from localaws.functions.execution import lines
from localaws.functions.execution.environment import variables
from localaws.functions.execution.invocation import Invocation
from localaws.functions.execution.process import Serve
from localaws.functions.function import Configuration
from localaws.functions.packages.layout import command
from localaws.functions.packages.store import Packages
from localaws.functions.runtimes import known
from localaws.runtime.protocol import Asks, ContainerSpec, Handle, Runtime, RuntimeRefused
from localaws.runtime.scratch import make_scratch, remove
from localaws.sagemaker.context import ServerContext
from localaws.this_aws.logs import open_stream

PRIVATE_PORT = 9001  # of a sandbox's own loopback, where AWS has the Runtime API as well
_MB = 1 << 20


class Containers:
    """Makes the processes of a server's sandboxes. Called with the invocation that needs one."""

    def __init__(self, context: ServerContext, packages: Packages) -> None:
        self._context = context
        self._packages = packages

    def prepare(self, configuration: Configuration) -> None:
        """Have made soon what a function's first invocation would wait for; returns at once."""
        if configuration.code.image is None:
            self._packages.prepare(image_of(configuration, self._packages))

    def __call__(self, invocation: Invocation) -> SandboxContainer:
        return SandboxContainer(self._context, self._packages, invocation)


class SandboxContainer:
    """See ``process.SandboxProcess``."""

    def __init__(self, context: ServerContext, packages: Packages, invocation: Invocation) -> None:
        self._context = context
        self._packages = packages
        self._name = invocation.function
        self._target = invocation.target
        self._id = uuid.uuid4().hex
        self._region = invocation.target.region
        self._folders: list[Path] = []
        configuration = invocation.target.configuration
        self._group = configuration.log_group_of(self._name)
        self._stream = lines.stream(context.clock.seconds(), invocation.target.version, self._id)
        self._log = open_stream(
            context.account, self._region, self._group, self._stream, context.clock
        )

    def start(self, serve: Serve, on_line: Callable[[str], None]) -> Handle:
        ml = make_scratch(self._context.home.absolute())
        self._folders.append(ml)
        runtime = self._runtime()
        if runtime.own_loopback:
            spec = self._spec(PRIVATE_PORT, ml)
            spec = replace(spec, asks=Asks(PRIVATE_PORT, lambda listening: serve(listening, True)))
        else:
            listening = socket.create_server(("127.0.0.1", 0))
            serve(listening, False)
            spec = self._spec(listening.getsockname()[1], ml)
        return runtime.start(spec, on_line)

    def write(self, event: str) -> None:
        self._log.write(event.removesuffix("\n"))

    def ended(self) -> None:
        while self._folders:
            remove(self._folders.pop())

    def _runtime(self) -> Runtime:
        of_zip = self._target.configuration.code.image is None
        return (of_zip and self._context.zip_runtime) or self._context.runtime

    def _spec(self, port: int, ml: Path) -> ContainerSpec:
        configuration = self._target.configuration
        environment = variables(
            self._name,
            self._target.version,
            configuration,
            self._context.environment(self._region),
            f"127.0.0.1:{port}",
            self._group,
            self._stream,
        )
        return ContainerSpec(
            name=f"{self._name}/{self._id[:12]}",
            image=image_of(configuration, self._packages),
            ml=ml,
            entrypoint=entrypoint_of(configuration),
            arguments=configuration.image.command,
            directory=configuration.image.working_directory,
            environment=environment,
            memory=configuration.memory * _MB,
        )


def image_of(configuration: Configuration, packages: Packages) -> str:
    """The URI of the image of a function.

    Raises:
        RuntimeRefused: its runtime does not run here.
    """
    if configuration.code.image:
        return configuration.code.image
    runtime = known(configuration.runtime)
    if runtime is None:
        raise RuntimeRefused(f"the runtime {configuration.runtime} does not run here")
    layers = tuple(layer.sha256 for layer in configuration.layers)
    return packages.image(configuration.code.sha256, layers, runtime)


def entrypoint_of(configuration: Configuration) -> tuple[str, ...] | None:
    """What is started in place of the image's own: a wrapper script around it, or what was asked for.

    The guide's "Modifying the runtime environment": AWS_LAMBDA_EXEC_WRAPPER, of managed runtimes.
    """
    wrapper = configuration.environment.get("AWS_LAMBDA_EXEC_WRAPPER")
    runtime = known(configuration.runtime)
    if wrapper and runtime is not None and runtime.language != "provided":
        return (wrapper, *command(runtime))
    return configuration.image.entrypoint
