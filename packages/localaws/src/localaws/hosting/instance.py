"""One instance of a production variant: a container, its health, its end and its restart."""

from __future__ import annotations

import logging
import shutil
import signal
import threading
import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from localaws.hosting.log_streams import EndpointLog
from localaws.hosting.variant import Variant
from localaws.runtime.health import Cancelled, NotHealthy, wait_until_healthy
from localaws.runtime.protocol import (
    ContainerSpec,
    Handle,
    NotServing,
    Response,
    Runtime,
    why_not_executed,
)
from localaws.sagemaker import model_data
from localaws.sagemaker.instance_memory import memory_of

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


class Instance:
    """A container of one variant.

    Attributes:
        variant: the variant's name.
        configuration: the name of the endpoint configuration that it is started for.
        stream: its log stream's name.
        in_flight: how many requests it is answering; kept by the router.
        ready: whether requests may be sent to it.
    """

    def __init__(self, variant: Variant, context: EndpointContext) -> None:
        self.variant = variant.name
        self.configuration = variant.configuration
        self.id = f"i-{uuid.uuid4().hex[:17]}"
        self.stream = f"{variant.name}/{self.id}"
        self.in_flight = 0
        self.ready = False
        self._asked = variant
        self._context = context
        self._folder = context.folder / f"{variant.name}-{self.id}"
        self._last_line = ""
        self._stopping = threading.Event()
        self._handle: Handle | None = None
        self._watcher: threading.Thread | None = None

    def start(self, cancelled: threading.Event) -> None:
        """Bring the model, start the container, wait until it answers ``/ping``, and watch it.

        Raises:
            Unhealthy, ModelDataFailed, ImageNotFound, RuntimeRefused: it cannot serve.
            Cancelled: ``cancelled`` was set first.
        """
        self._context.log.open(self.stream)
        ml = self._folder / "ml"
        (ml / "model").mkdir(parents=True)
        data = model_data.of(self._asked.model.container)
        if data is not None:
            model_data.bring(data, ml / "model")
        self._run(cancelled)
        self._watcher = threading.Thread(
            target=self._watch, name=f"watch {self._context.endpoint}/{self.stream}", daemon=True
        )
        self._watcher.start()

    def request(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes, timeout: float
    ) -> Response:
        """One request to the container.

        Raises:
            NotServing, TimeoutError: as ``Handle.request``.
        """
        handle = self._handle
        if handle is None:
            raise NotServing(f"{self.stream} has no container")
        return handle.request(method, path, headers, body, timeout)

    def stop(self, grace: float = STOP_TIMEOUT) -> None:
        """SIGTERM, SIGKILL ``grace`` seconds later; returns when the container has ended."""
        self._stopping.set()
        self.ready = False
        self._end(grace)
        if self._watcher is not None:
            self._watcher.join()
            self._end(grace)  # the watcher may have been starting another
        shutil.rmtree(self._folder, ignore_errors=True)

    def _run(self, cancelled: threading.Event) -> None:
        """Start the container and wait until it is healthy; a container that is not is ended."""
        model = self._asked.model
        isolated = model.request.get("EnableNetworkIsolation", False)
        spec = ContainerSpec(
            name=f"{self._context.endpoint}/{self.stream}",
            image=model.container["Image"],
            ml=self._folder / "ml",
            arguments=("serve",),
            environment=self._context.environment(isolated)
            | model.container.get("Environment", {}),
            memory=memory_of(self._asked.instance_type),
            isolated=isolated,
            serves=True,
        )
        self._handle = self._context.runtime.start(spec, self._take)
        try:
            timeout = self._asked.health_timeout
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
        self._context.log.write(self.stream, line)

    def _unhealthy(self, ended: Handle, detail: str) -> Unhealthy:
        why = why_not_executed(ended.wait() or 0, self._last_line)
        if why:
            return Unhealthy(
                "CannotStartContainerError. Please ensure the model container for variant "
                f"{self.variant} starts correctly when invoked with "
                f"'docker run {self._asked.model.container['Image']} serve'. ({why})"
            )
        return Unhealthy(
            f"The primary container for production variant {self.variant} did not pass the "
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
            log.warning("%s/%s: %s", self._context.endpoint, self.stream, note)
            self._context.log.write(self.stream, note)
            if self._stopping.wait(pause):
                return
            pause = min(2 * pause, _LONGEST_RESTART_PAUSE)
            try:
                self._run(self._stopping)
            except Cancelled:
                return
            except Exception as error:  # noqa: BLE001 - whatever it was, it is tried again
                log.warning("%s/%s: %s", self._context.endpoint, self.stream, error)

    def _end(self, grace: float) -> None:
        handle = self._handle
        if handle is None or handle.wait(timeout=0) is not None:
            return
        handle.signal(signal.SIGTERM)
        if handle.wait(timeout=grace) is None:
            handle.signal(signal.SIGKILL)
            handle.wait()
