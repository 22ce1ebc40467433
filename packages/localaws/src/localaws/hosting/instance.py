"""One instance of a variant: the container of its model, or the several of an inference pipeline."""

from __future__ import annotations

import shutil
import threading
import uuid
from collections.abc import Mapping

from localaws.hosting.container import STOP_TIMEOUT, Container, EndpointContext, Unhealthy
from localaws.hosting.side_by_side import start_all, stop_all
from localaws.hosting.variant import Variant
from localaws.sagemaker import in_turn
from localaws.sagemaker.disk import GB, Disk
from localaws.sagemaker.in_turn import Answered, Streamed
from localaws.sagemaker.instance_metrics import Measured, Measuring
from localaws.sagemaker.model_containers import ModelContainer

__all__ = ["STOP_TIMEOUT", "EndpointContext", "Instance", "Unhealthy"]


class TargetNeeded(Exception):
    """The containers of the model are invoked directly, and the request names none."""


class NoSuchContainer(Exception):
    """The request names a container that the model has not."""


class NotDirect(Exception):
    """The request names a container, and those of the model are not invoked directly."""


class Instance:
    """Containers that serve one variant together.

    Attributes:
        variant: the variant's name.
        configuration: the name of the endpoint configuration that it is started for.
        log_stream: what its log streams begin with.
        in_flight: how many requests it is answering; kept by the router.
    """

    def __init__(self, variant: Variant, context: EndpointContext) -> None:
        self.variant = variant.name
        self.configuration = variant.configuration
        self.id = f"i-{uuid.uuid4().hex[:17]}"
        self.log_stream = f"{variant.name}/{self.id}"
        self.in_flight = 0
        self._model = variant.model
        self._context = context
        self._variant = variant
        self._measuring: Measuring | None = None
        self._folder = context.folder / f"{variant.name}-{self.id}"
        asked = variant.model.containers
        self.containers = [
            Container(
                each,
                variant,
                self._stream_of(each, len(asked)),
                self._folder / str(number),
                context,
            )
            for number, each in enumerate(asked)
        ]

    @property
    def ready(self) -> bool:
        """Whether requests may be sent to it."""
        return all(each.ready for each in self.containers)

    def start(self, cancelled: threading.Event) -> None:
        """Start its containers, side by side; all are healthy, or none runs.

        Raises:
            Exception: as ``Container.start``.
        """
        self._measure()
        try:
            if len(self.containers) == 1:
                self.containers[0].start(cancelled)
            else:
                start_all(self.containers, cancelled, STOP_TIMEOUT)
        except BaseException:
            self._measured()
            raise

    def invoke(
        self, headers: Mapping[str, str], body: bytes, timeout: float, target: str | None = None
    ) -> Answered:
        """POST /invocations, of one container where ``target`` names it, else of all in turn.

        Raises:
            Broke, Late: one did not respond.
            TargetNeeded, NoSuchContainer, NotDirect: the model has it that another is named, or none.
        """
        asked = [(each.name, each) for each in self._asked(target)]
        return in_turn.invoke(asked, headers, body, timeout)

    def stream(
        self, headers: Mapping[str, str], body: bytes, timeout: float, target: str | None = None
    ) -> Streamed:
        """The same, with the body of the response as it comes.

        Raises:
            Exception: as ``invoke``.
        """
        asked = [(each.name, each) for each in self._asked(target)]
        return in_turn.stream(asked, headers, body, timeout)

    def stop(self, grace: float = STOP_TIMEOUT) -> None:
        """SIGTERM, SIGKILL ``grace`` seconds later; returns when the containers have ended."""
        stop_all(self.containers, grace)
        self._measured()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _measure(self) -> None:
        """Begin to measure what its containers use."""
        context, variant = self._context, self._variant
        if context.metrics is None:
            return
        dimensions = {"EndpointName": context.endpoint, "VariantName": variant.name}
        disk = variant.volume and Disk([self._folder], variant.volume * GB)
        is_serverless = variant.serverless is not None
        self._measuring = context.metrics.measure(
            Measured(dimensions, variant.memory, disk or None, has_cpu_metric=not is_serverless),
            lambda: [found for each in self.containers if (found := each.handle) is not None],
        )

    def _measured(self) -> None:
        if self._measuring is not None:
            self._measuring.end()

    def _asked(self, target: str | None) -> list[Container]:
        names = ", ".join(each.name for each in self.containers)
        if not self._model.is_direct:
            if target is not None:
                raise NotDirect(
                    f"TargetContainerHostname is for models with InferenceExecutionConfig Mode Direct; "
                    f"the model of variant {self.variant} has not got it."
                )
            return self.containers
        if target is None:
            raise TargetNeeded(
                "TargetContainerHostname must name the container that is to be invoked: the model of "
                f"variant {self.variant} has InferenceExecutionConfig Mode Direct with {names}."
            )
        found = [each for each in self.containers if each.name == target]
        if not found:
            raise NoSuchContainer(
                f"Container {target} not found in the model of variant {self.variant}, which has {names}."
            )
        return found

    def _stream_of(self, container: ModelContainer, count: int) -> str:
        return self.log_stream if count == 1 else f"{self.log_stream}/{container.name}"
