"""Containers as processes in namespaces of their own: a root, a network, no privileges. Linux only.

This is the side of the server; ``inside`` is the program that it starts. Between the two runs one
control socket (see ``inside.main``): through it the server gets sockets of the container's network,
so that requests go straight to the program with nothing relaying their bytes, and once the file
through which it is asked where the program may connect (see ``network``).
"""

from __future__ import annotations

import logging
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from localaws.runtime import command
from localaws.runtime.baked import bring_baked_files
from localaws.runtime.bare_image import bare_image
from localaws.runtime.http_pool import PORT
from localaws.runtime.memory import Group
from localaws.runtime.namespace_plan import write_plan
from localaws.runtime.network.notifications import network_of
from localaws.runtime.network.reach import Reach, reach
from localaws.runtime.network.supervisor import serve
from localaws.runtime.output import read_chunks
from localaws.runtime.process_image import ImageConfig, ProcessImage
from localaws.runtime.process_images import ProcessImageRuntime
from localaws.runtime.protocol import Asks, ContainerSpec, NotServing
from localaws.runtime.scratch import make_scratch, remove
from localaws.runtime.started import StartedContainer

PROBE_SECONDS = 20.0
_PROBE = """
import errno, os, socket, sys
open("/etc/hosts", "a").close()
error = socket.socket().connect_ex(("127.0.0.1", 9))
if error != errno.ECONNREFUSED:
    sys.exit(f"probe: connecting gave {os.strerror(error)}")
"""

log = logging.getLogger(__name__)


class NamespaceRuntime(ProcessImageRuntime):
    """Runs images as processes in namespaces of every kind, without privileges."""

    name = "namespace"
    warning = ""
    own_loopback = True

    def start(self, spec: ContainerSpec, on_line: Callable[[str], None]) -> NamespaceHandle:
        """See ``protocol.Runtime``."""
        image = self._images.resolve(spec.image)
        argv = command.argv(image.config, spec)
        scratch = make_scratch(self._home)
        try:
            hostname = command.hostname(spec)
            environment = command.environment(image, spec, os.environ, hostname)
            bring_baked_files(image, spec.ml)
            plan = write_plan(image, spec, scratch, bare_image(self._home), argv, environment)
            allowed = None if spec.isolated else reach(os.environ)
            group = self._limits.group(spec.memory) if self._limits else None
            return NamespaceHandle(spec.name, plan, on_line, allowed, group, spec.asks)
        except BaseException:
            remove(scratch)
            raise


class NamespaceHandle(StartedContainer):
    """A started container; see ``protocol.Handle``. Without ``allowed`` it has loopback alone."""

    def __init__(
        self,
        name: str,
        plan: Path,
        on_line: Callable[[str], None],
        allowed: Reach | None,
        group: Group | None = None,
        asks: Asks | None = None,
    ) -> None:
        super().__init__(name, socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET), group)
        self._scratch = plan.parent
        self._asking = threading.Lock()
        reading = self._start("main", plan, os.defpath)
        if allowed is not None:
            # Until the container's first message, which is not asked for, nothing else is.
            self._asking.acquire()
            threading.Thread(
                target=self._attend, args=(allowed, asks), name=f"network {name}", daemon=True
            ).start()
        self._follow(read_chunks(reading), on_line)

    def join(self) -> None:
        """Return when nothing is left of it on disk; it has ended."""
        self._reader.join()

    def signal(self, signum: int) -> None:
        if signum == signal.SIGKILL:
            # The outer process's end is the inner one's, and that is everybody's.
            self._process.kill()
            return
        try:
            self._control.send(b"S%d" % signum)
        except OSError:
            return  # it has ended

    def _connect(self, timeout: float) -> socket.socket:
        made = self._ask(b"N", timeout)
        try:
            made.settimeout(timeout)
            made.connect(("127.0.0.1", PORT))
            made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        except BaseException:
            made.close()
            raise
        return made

    def _ask(self, message: bytes, timeout: float) -> socket.socket:
        """A socket of the container's network."""
        with self._asking:
            try:
                self._control.settimeout(timeout)
                self._control.send(message)
                kind, files, _, _ = socket.recv_fds(self._control, 256, 1)
            except TimeoutError:
                raise
            except OSError as error:
                raise NotServing("the container has ended") from error
        if not files:
            raise NotServing(kind[1:].decode() or "the container has ended")
        return socket.socket(fileno=files[0])

    def _attend(self, allowed: Reach, asks: Asks | None) -> None:
        """Take what the container's calls come through, and answer them until its end."""
        try:
            _, files, _, _ = socket.recv_fds(self._control, 256, 3)
        except OSError:
            return  # it has ended before it began
        finally:
            self._asking.release()
        if asks is not None and len(files) > 2:
            asks.listen(socket.socket(fileno=files[2]))
        if files:
            serve(files[0], socket.socket(fileno=files[1]), allowed, self._name)

    def _finish(self) -> None:
        self._ended.set()
        remove(self._scratch)


def why_not(home: Path) -> str:
    """Why this machine cannot run a container in namespaces; "" when it can: one is run.

    It changes a file of /etc and asks for a connection, which takes all that a container is.
    """
    home = home.absolute()
    scratch = make_scratch(home)
    (scratch / "ml").mkdir()
    image = ProcessImage("probe", scratch / "no-tree", ImageConfig())
    spec = ContainerSpec("probe", "probe", scratch / "ml")
    environment = command.environment(image, spec, {}, "probe")
    python = os.path.realpath(getattr(sys, "_base_executable", sys.executable))
    argv = [python, "-I", "-S", "-c", _PROBE]
    said: list[str] = []
    try:
        with socket.socket() as ours:
            network_of(ours)
    except OSError:
        remove(scratch)
        return "the kernel cannot tell networks apart, which Linux can from 5.14 on"
    plan = write_plan(image, spec, scratch, bare_image(home), argv, environment)
    handle = NamespaceHandle("probe", plan, said.append, Reach())
    code = handle.wait(PROBE_SECONDS)
    handle.signal(signal.SIGKILL)
    handle.join()
    if code == 0:
        return ""
    return said[-1].partition(": ")[2] if said else f"nothing ran within {PROBE_SECONDS:.0f} s"
