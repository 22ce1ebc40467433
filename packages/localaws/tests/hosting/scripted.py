"""Containers that do as a test says, and an endpoint of them: nothing is started."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

from localaws.clock import Clock
from localaws.hosting.deployments.policy import policy
from localaws.hosting.endpoint import Endpoint, EndpointPlan
from localaws.hosting.instance import EndpointContext
from localaws.hosting.log_streams import EndpointLog
from localaws.hosting.models import Model
from localaws.hosting.variant import Variant
from localaws.runtime.protocol import ContainerSpec, NotServing, Response, Usage


class ScriptedContainer:
    """See ``protocol.Handle``. It is healthy and ends when it is asked to, unless a test says more."""

    out_of_memory = False

    def __init__(self, spec: ContainerSpec, on_line: Callable[[str], None]) -> None:
        self.spec = spec
        self.say = on_line
        self.signals: list[int] = []
        self.requests: list[tuple[str, str]] = []
        self.response = Response(200, {}, b"")
        self.used: Usage | None = None
        self.deaf = False  # to SIGTERM
        self._code: int | None = None
        self._ended = threading.Event()

    def end(self, code: int) -> None:
        self._code = code
        self._ended.set()

    @property
    def runs(self) -> bool:
        return not self._ended.is_set()

    def wait(self, timeout: float | None = None) -> int | None:
        self._ended.wait(timeout)
        return self._code

    def usage(self) -> Usage | None:
        return self.used

    def signal(self, signum: int) -> None:
        self.signals.append(signum)
        if signum == signal.SIGKILL or not self.deaf:
            self.end(128 + signum)

    def request(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes, timeout: float
    ) -> Response:
        if not self.runs:
            raise NotServing("it has ended")
        self.requests.append((method, path))
        return self.response


class ScriptedRuntime:
    """See ``protocol.Runtime``. ``script`` is called with each container as it starts."""

    name = why = warning = ""
    own_loopback = False

    def __init__(
        self, script: Callable[[ScriptedContainer], None] = lambda container: None
    ) -> None:
        self.script = script
        self.started: list[ScriptedContainer] = []

    def has(self, image: str) -> bool:
        return True

    def pull(self, image: str) -> None:
        pass

    def start(self, spec: ContainerSpec, on_line: Callable[[str], None]) -> ScriptedContainer:
        container = ScriptedContainer(spec, on_line)
        self.script(container)
        self.started.append(container)
        return container

    def running(self) -> list[str]:
        """The images that run, in the order in which they were started."""
        return [container.spec.image for container in self.started if container.runs]


class Lines:
    """An endpoint's log that is a list."""

    def __init__(self) -> None:
        self.written: list[str] = []

    def open(self, stream: str) -> None:
        pass

    def write(self, stream: str, line: str) -> None:
        self.written.append(line)


def context(folder: Path, runtime: ScriptedRuntime, log: Lines | None = None) -> EndpointContext:
    return EndpointContext(
        "e",
        folder,
        runtime,
        lambda isolated: {"ISOLATED": str(isolated)},
        cast(EndpointLog, log or Lines()),
    )


def model(image: str = "image", **more: Any) -> Model:
    request = {"ModelName": image, "PrimaryContainer": {"Image": image}} | more
    return Model(f"arn:{image}", request, datetime.now(UTC))


def variant(
    name: str = "a", image: str = "image", instances: int = 1, weight: float = 1.0
) -> Variant:
    return Variant(name, model(image), instances, weight, 0.05, "ml.m5.large")


def plan(*variants: Variant, **deployment: Any) -> EndpointPlan:
    how = policy(deployment)
    return EndpointPlan(f"of {variants[0].model.name}", variants, deployment, how)


def endpoint(
    first: EndpointPlan,
    announce: Callable[[dict[str, Any]], None],
    stages: Callable[[dict[str, Any]], None] = lambda described: None,
    clock: Clock | None = None,
) -> Endpoint:
    """``announce`` hears of each status, ``stages`` of each stage of a deployment."""

    def tell(described: dict[str, Any], is_stage: bool) -> None:
        (stages if is_stage else announce)(described)

    return Endpoint("e", "arn:e", first, tell, clock or Clock())
