"""Containers as containers: docker or podman, for images that need more than a process image."""

from __future__ import annotations

import logging
import os
import re
import shutil
import signal
import socket
import threading
from collections.abc import Callable, Mapping
from pathlib import Path

from localaws.runtime import command
from localaws.runtime.container_command import container_name, run_arguments
from localaws.runtime.engine import Engine
from localaws.runtime.engine_image import build_with_engine
from localaws.runtime.http_pool import PORT
from localaws.runtime.protocol import ContainerSpec, Images, NotServing
from localaws.runtime.relay import Relay
from localaws.runtime.scratch import make_scratch, remove_left_over
from localaws.runtime.watched import WatchedHandle

log = logging.getLogger(__name__)


class ContainerRuntime:
    """Runs images with a container engine; they are built by it from their build contexts."""

    name = "container"
    own_loopback = False  # a job's is the machine's

    def __init__(
        self,
        home: Path,
        images: Images,
        engine: Engine,
        why: str = "",
        most_memory: int | None = None,
    ) -> None:
        """``most_memory`` bounds what a container may use; None where the engine cannot bound it."""
        self.why = f"{engine.name}: {why}" if why else engine.name
        self.machine = engine.machine  # the name by which containers call this machine
        self.warning = ""
        self._most_memory = most_memory
        self._home = home.absolute()
        self._images = images
        self._engine = engine
        self._relays: dict[tuple[str, int], Relay] = {}
        self._opening = threading.Lock()
        remove_left_over(self._home)

    def has(self, image: str) -> bool:
        """See ``protocol.Runtime``."""
        return self._images.built(image)

    def pull(self, image: str) -> None:
        """See ``protocol.Runtime``."""
        build_with_engine(self._engine, self._images.resolve(image), image)

    def start(self, spec: ContainerSpec, on_line: Callable[[str], None]) -> ContainerHandle:
        """See ``protocol.Runtime``."""
        image = self._images.resolve(spec.image)
        tag = build_with_engine(self._engine, image, spec.image)
        name = container_name(spec.name)
        scratch = make_scratch(self._home)
        plan = {
            "argv": self._engine.command(
                *run_arguments(self._engine, spec, tag, name, self._most_memory)
            ),
            "environment": dict(os.environ),
            "directory": str(scratch),
            # The end of the engine's client need not be the container's: it is removed by name.
            "at_end": self._engine.command("rm", "--force", name),
        }

        def on_end() -> None:
            self._hand_over(tag, spec.ml)
            shutil.rmtree(scratch, ignore_errors=True)

        ports = command.local_ports(spec.environment) if spec.serves else []
        return ContainerHandle(
            self._engine,
            name,
            scratch,
            plan,
            on_line,
            on_end,
            lambda: self._open(name, ports),
            self._most_memory is not None,
        )

    def _open(self, name: str, ports: list[int]) -> int:
        """The machine's port that leads to the container's 8080; also opens relays to the embedded AWS."""
        ran = self._engine.run("port", name, f"{PORT}/tcp")
        found = re.search(r":(\d+)\s*$", ran.stdout.strip().split("\n")[0])
        if ran.returncode != 0 or not found:
            raise NotServing(f"the container publishes no port {PORT} yet")
        gateway = self._engine.run(
            "inspect", "--format", "{{.NetworkSettings.Gateway}}", name
        ).stdout.strip()
        with self._opening:
            for port in ports:
                if gateway and (gateway, port) not in self._relays:
                    self._open_relay(gateway, port)
        return int(found[1])

    def _open_relay(self, gateway: str, port: int) -> None:
        """Let containers reach the embedded AWS, which listens on this machine's loopback only."""
        listener = socket.socket()
        try:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind((gateway, port))
            listener.listen(128)
        except OSError as error:
            # Where the engine runs in a virtual machine (macOS), that reaches the loopback itself.
            listener.close()
            log.info("no relay at %s:%d: %s", gateway, port, error)
            return
        self._relays[gateway, port] = Relay(listener, port)

    def _hand_over(self, tag: str, ml: Path) -> None:
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
    """Signals go through the engine, to the container's first process rather than the client."""

    def __init__(
        self,
        engine: Engine,
        name: str,
        scratch: Path,
        plan: Mapping[str, object],
        on_line: Callable[[str], None],
        on_end: Callable[[], None],
        open_port: Callable[[], int],
        limited: bool = False,
    ) -> None:
        self._limited = limited
        self._killed = False
        self._engine = engine
        self._name = name
        self._open_port = open_port
        self._known_port = 0
        super().__init__(name, scratch, plan, on_line, on_end, self._opened_port)

    def signal(self, signum: int) -> None:
        if self.wait(0) is None:
            self._killed = self._killed or signum == signal.SIGKILL
            self._engine.run("kill", "--signal", str(int(signum)), self._name)

    def usage(self) -> None:
        """The engine's processes are nobody's children here, and asking it takes a program's start."""

    def _used_at_the_end(self) -> None:
        """Likewise."""

    def _killed_for_memory(self) -> bool:
        """A container that is removed as it ends cannot be asked; nobody else kills it but users."""
        return (
            self._limited and not self._killed and self._process.returncode == 128 + signal.SIGKILL
        )

    def _opened_port(self) -> int:
        self._known_port = self._known_port or self._open_port()
        return self._known_port
