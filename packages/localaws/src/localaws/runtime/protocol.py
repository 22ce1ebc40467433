"""What every runtime promises: run one command of an image with a given ``/opt/ml``.

A runtime is a process in namespaces, a plain process, or a container. Those who use one (``jobs``
and ``hosting``) know only this module, so that they cannot tell which one they have.
"""

from __future__ import annotations

import re
import socket
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from localaws.runtime.process_image import ProcessImage

_NOT_EXECUTED = re.compile(r'exec: "[^"]*": .*')  # Docker's words, which every runtime uses
_CODES = (126, 127)  # Docker's for a command that lacks the run bit, and for one that is not there


class RuntimeRefused(Exception):
    """This runtime cannot run that image. The message says why and names the way out."""


class ImageNotFound(Exception):
    """No image is known by that URI. The message is the one that SageMaker shows its user."""


class NotServing(Exception):
    """Nothing accepted the connection on the container's port 8080, or it broke off."""


@dataclass(frozen=True)
class Asks:
    """A port of the container's own loopback on which the server listens: nobody else reaches it.

    Attributes:
        port: on 127.0.0.1, as the program sees it.
        listen: is handed the listening socket, once, from a thread of the runtime's.
    """

    port: int
    listen: Callable[[socket.socket], None]


@dataclass(frozen=True)
class ContainerSpec:
    """One container to be: an image, a command by Docker's rules, and its ``/opt/ml``.

    ``entrypoint`` and ``arguments`` follow Docker: both ``None`` is the image's ENTRYPOINT and
    CMD, ``arguments`` alone replaces CMD, ``entrypoint`` alone replaces both.
    """

    name: str  # such as "ner-train-5f0c/algo-1": in messages, process titles and container names
    image: str  # the image URI of the API request
    ml: Path  # the host's folder that the program sees as /opt/ml
    entrypoint: tuple[str, ...] | None = None
    arguments: tuple[str, ...] | None = None
    directory: str | None = None  # where it starts; None: the image's own
    environment: Mapping[str, str] = field(default_factory=dict)
    memory: int | None = None  # bytes that it may use, less where the machine has less
    isolated: bool = False  # network isolation: nothing but its own loopback
    serves: bool = False  # gets a port 8080 of its own, reached through Handle.request
    asks: Asks | None = None  # the program asks the server on a port of its own loopback


@dataclass(frozen=True)
class Response:
    """An HTTP answer of a serving container. Header names are lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class StreamedResponse:
    """An HTTP answer whose body comes as the container writes it.

    Attributes:
        parts: the body; whoever does not read it to its end closes it. It raises as ``Handle.request``.
    """

    status: int
    headers: Mapping[str, str]
    parts: Generator[bytes, None, None]


@dataclass(frozen=True)
class Usage:
    """What the processes of a container use.

    Attributes:
        cpu_seconds: the CPU time that they have had since its start.
        memory: the bytes that they have now; None where that is not known, or they have ended.
    """

    cpu_seconds: float
    memory: int | None = None


class Images(Protocol):
    """Where a runtime finds its images."""

    def resolve(self, uri: str) -> ProcessImage:
        """The image of a URI, built now if it is one that is built when it is first asked for.

        Raises:
            ImageNotFound: no such image.
            RuntimeRefused: it could not be built.
        """

    def built(self, uri: str) -> bool:
        """Whether ``resolve`` has nothing to build: the image is there, or there is none."""


class Handle(Protocol):
    """A started container."""

    @property
    def out_of_memory(self) -> bool:
        """Once it has ended: whether a process of it was killed for using more than its memory."""

    def wait(self, timeout: float | None = None) -> int | None:
        """The exit code (128 + N when signal N ended it), or None if still running at timeout."""

    def signal(self, signum: int) -> None:
        """Send a signal to the container's first process; nothing happens if it has ended.

        SIGKILL ends every process of the container.
        """

    def usage(self) -> Usage | None:
        """What its processes use, or have used when they have ended; None where nobody can tell."""

    def request(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes, timeout: float
    ) -> Response:
        """One HTTP request to the container's port 8080; safe to call from many threads.

        Raises:
            NotServing: the connection was refused or broke off.
            TimeoutError: no answer within ``timeout`` seconds.
        """

    def stream(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes, timeout: float
    ) -> StreamedResponse:
        """The same, with the body as it comes; ``timeout`` is for all of it.

        Raises:
            NotServing, TimeoutError: as ``request``, before the body begins.
        """


class Runtime(Protocol):
    """A way to run containers. ``name`` is ``namespace``, ``process`` or ``container``."""

    name: str
    why: str  # it was chosen, in a few words
    warning: str  # what it does not hold back, in a sentence; "" where there is nothing to warn of
    own_loopback: bool  # a container has a loopback of its own: ``ContainerSpec.asks`` can be had

    def has(self, image: str) -> bool:
        """Whether ``pull`` has nothing to build."""

    def pull(self, image: str) -> None:
        """Make an image ready, so that ``start`` need not wait for it; that may take a minute.

        Raises:
            ImageNotFound: no such image.
            RuntimeRefused: it could not be built.
        """

    def start(self, spec: ContainerSpec, on_line: Callable[[str], None]) -> Handle:
        """Start it; ``on_line`` gets each line of stdout and stderr, without its line end.

        ``on_line`` is called from one thread, and for the last time before ``wait`` returns.

        Raises:
            ImageNotFound: no such image.
            RuntimeRefused: this runtime cannot run that image.
        """


def why_not_executed(code: int, last_line: str) -> str | None:
    """Why the command of a container that has ended was never executed; None where it was.

    Args:
        code: its exit code.
        last_line: the last line of its output.
    """
    found = _NOT_EXECUTED.search(last_line)
    return found.group() if found and code in _CODES else None
