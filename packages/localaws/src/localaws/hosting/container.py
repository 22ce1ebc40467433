"""One container of an instance: its model, its health, its end and its restart."""

from __future__ import annotations

import logging
import signal
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from localaws.clock import Clock
from localaws.hosting.log_streams import EndpointLog
from localaws.hosting.variant import Variant
from localaws.runtime.health import Cancelled, NotHealthy, wait_until_healthy
from localaws.runtime.protocol import (
    ContainerSpec,
    Handle,
    NotServing,
    Response,
    Runtime,
    StreamedResponse,
    why_not_executed,
)
from localaws.sagemaker import model_data
from localaws.sagemaker.instance_metrics import InstanceMetrics
from localaws.sagemaker.model_containers import ModelContainer

STOP_TIMEOUT = 30.0  # from SIGTERM to SIGKILL, AWS's
_GIVEN_UP_TIMEOUT = 5.0  # the same for one that never served: it has nothing to finish
_RESTART_PAUSE, _LONGEST_RESTART_PAUSE = 1.0, 60.0  # seconds; doubled each time

log = logging.getLogger(__name__)


class Unhealthy(Exception):
    """The container does not serve. The message becomes the endpoint's FailureReason."""


@dataclass(frozen=True)
class EndpointContext:
    """What every container of an endpoint is given."""

    endpoint: str
    folder: Path  # the endpoint's own
    runtime: Runtime
    environment: Callable[[bool], dict[str, str]]  # by network isolation: what the platform sets
    log: EndpointLog
    clock: Clock = field(default_factory=Clock)
    metrics: InstanceMetrics | None = None  # None: its instances are not measured


class Container:
    """A container of one instance.

    Attributes:
        name: what messages call it.
        log_stream: its log stream's name.
        ready: whether requests may be sent to it.
    """

    def __init__(
        self,
        asked: ModelContainer,
        variant: Variant,
        stream: str,
        folder: Path,
        context: EndpointContext,
    ) -> None:
        """``folder`` is its own, made when it starts."""
        self.name = asked.name
        self.log_stream = stream
        self.ready = False
        self._asked = asked
        self._variant = variant
        self._context = context
        self._ml = folder / "ml"
        self._last_line = ""
        self._stopping = threading.Event()
        self._handle: Handle | None = None  # of the one that was started last
        self._watcher: threading.Thread | None = None

    @property
    def handle(self) -> Handle | None:
        """That of what runs, or has run last; None before its first start."""
        return self._handle

    def start(self, cancelled: threading.Event) -> None:
        """Bring the model, start the container, wait until it answers ``/ping``, and watch it.

        Raises:
            Unhealthy, ModelDataFailed, ImageNotFound, RuntimeRefused: it cannot serve.
            Cancelled: ``cancelled`` was set first.
        """
        self._context.log.open(self.log_stream)
        (self._ml / "model").mkdir(parents=True)
        data = self._asked.data
        if data is not None:
            model_data.bring(data, self._ml / "model")
        self._run(cancelled)
        self._watcher = threading.Thread(
            target=self._watch,
            name=f"watch {self._context.endpoint}/{self.log_stream}",
            daemon=True,
        )
        self._watcher.start()

    def request(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes, timeout: float
    ) -> Response:
        """One request to the container.

        Raises:
            NotServing, TimeoutError: as ``Handle.request``.
        """
        return self._serving().request(method, path, headers, body, timeout)

    def stream(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes, timeout: float
    ) -> StreamedResponse:
        """The same, with the body of the response as it comes.

        Raises:
            NotServing, TimeoutError: as ``Handle.stream``.
        """
        return self._serving().stream(method, path, headers, body, timeout)

    def stop(self, grace: float = STOP_TIMEOUT) -> None:
        """SIGTERM, SIGKILL ``grace`` seconds later; returns when the container has ended."""
        self._stopping.set()
        self.ready = False
        self._end(grace)
        if self._watcher is not None:
            self._watcher.join()
            self._end(grace)  # the watcher may have been starting another

    def _serving(self) -> Handle:
        if self._handle is None:
            raise NotServing(f"{self.log_stream} has no container")
        return self._handle

    def _run(self, cancelled: threading.Event) -> None:
        """Start the container and wait until it is healthy; a container that is not is ended."""
        isolated = self._variant.model.request.get("EnableNetworkIsolation", False)
        spec = ContainerSpec(
            name=f"{self._context.endpoint}/{self.log_stream}",
            image=self._asked.image,
            ml=self._ml,
            arguments=("serve",),
            environment=self._context.environment(isolated) | self._asked.environment,
            memory=self._variant.memory,
            isolated=isolated,
            serves=True,
        )
        self._handle = self._context.runtime.start(spec, self._take)
        try:
            timeout = self._variant.health_timeout
            wait_until_healthy(self._handle, timeout, cancelled, self._stopping)
        except NotHealthy as error:
            self._end(_GIVEN_UP_TIMEOUT)
            raise self._unhealthy(self._handle, str(error)) from error
        except BaseException:
            self._end(_GIVEN_UP_TIMEOUT)
            raise
        self.ready = True

    def _take(self, line: str) -> None:
        """What becomes of each line of the container's output."""
        self._last_line = line
        self._context.log.write(self.log_stream, line)

    def _unhealthy(self, ended: Handle, detail: str) -> Unhealthy:
        why = why_not_executed(ended.wait() or 0, self._last_line)
        variant = self._variant.name
        if why:
            return Unhealthy(
                "CannotStartContainerError. Please ensure the model container for variant "
                f"{variant} starts correctly when invoked with "
                f"'docker run {self._asked.image} serve'. ({why})"
            )
        return Unhealthy(
            f"The {self.name} container for production variant {variant} did not pass the "
            f"ping health check. Please check CloudWatch logs for this endpoint. ({detail})"
        )

    def _watch(self) -> None:
        """Start the container again whenever it ends by itself, after ever longer pauses."""
        pause = _RESTART_PAUSE
        while True:
            assert self._handle is not None  # there is one since the first start
            began = time.monotonic()
            code = self._handle.wait()
            self.ready = False
            if self._stopping.is_set():
                return
            if time.monotonic() - began > _LONGEST_RESTART_PAUSE:
                pause = _RESTART_PAUSE
            note = f"The container ended with exit code {code}; it is started again in {pause:g} s."
            log.warning("%s/%s: %s", self._context.endpoint, self.log_stream, note)
            self._context.log.write(self.log_stream, note)
            if self._stopping.wait(pause):
                return
            pause = min(2 * pause, _LONGEST_RESTART_PAUSE)
            try:
                self._run(self._stopping)
            except Cancelled:
                return
            except Exception as error:  # noqa: BLE001 - whatever it was, it is tried again
                log.warning("%s/%s: %s", self._context.endpoint, self.log_stream, error)

    def _end(self, grace: float) -> None:
        handle = self._handle
        if handle is None or handle.wait(timeout=0) is not None:
            return
        handle.signal(signal.SIGTERM)
        if handle.wait(timeout=grace) is None:
            handle.signal(signal.SIGKILL)
            handle.wait()
