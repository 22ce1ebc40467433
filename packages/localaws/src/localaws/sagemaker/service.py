"""The SageMaker API as an object: operations by name, for one account and region.

``SageMaker.call`` is the one way in, for HTTP as for Step Functions. It validates a request against
the service model and hands it to whichever part registered the operation: jobs register here, at
once; hosting is handed in as a part by the server. What nobody registered is refused by name.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from localaws.jobs.layout import remove_left_over
from localaws.jobs.supervisor import Supervisor
from localaws.sagemaker import errors, processing, tags, texts, training, validation
from localaws.sagemaker.context import ServerContext
from localaws.sagemaker.job import Job
from localaws.sagemaker.job_images import image_uris
from localaws.sagemaker.tags import Tags

Handler = Callable[[dict[str, Any]], dict[str, Any]]
StateListener = Callable[[str, str, dict[str, Any]], None]

log = logging.getLogger(__name__)


class SageMaker:
    """SageMaker in one region of one account.

    Attributes:
        tags: the tags of every resource, by ARN; parts that make resources keep theirs there.
        jobs: every job that ever was, by kind and name. A name is never free again.
        supervisor: runs the jobs.
    """

    def __init__(self, context: ServerContext, region: str) -> None:
        self.context = context
        self.region = region
        self.tags = Tags()
        self.jobs: dict[tuple[str, str], Job] = {}
        self.lock = threading.RLock()
        self._operations: dict[str, Handler] = {}
        self._listeners: list[StateListener] = []
        self.supervisor = Supervisor(context, region)
        self._closers: list[Callable[[], None]] = [self.supervisor.shutdown]
        tags.register(self)
        training.register(self)
        processing.register(self)

    @property
    def account(self) -> str:
        return self.context.account

    @property
    def operations(self) -> list[str]:
        """The names of the operations that are done here, sorted."""
        return sorted(self._operations)

    def arn(self, kind: str, name: str) -> str:
        """The ARN of a resource: ``kind`` as ARNs spell it, such as ``training-job``."""
        return f"arn:aws:sagemaker:{self.region}:{self.account}:{kind}/{name}"

    def register(self, operations: Mapping[str, Handler]) -> None:
        """Take over operations; each handler gets a validated request and returns the answer."""
        self._operations.update(operations)

    def call(self, operation: str, parameters: dict[str, Any]) -> dict[str, Any]:
        """Do one operation, such as ``CreateTrainingJob``. Times in the answer are datetimes.

        Raises:
            ApiError: the request is refused; nothing was done.
        """
        handler = self._operations.get(operation)
        if handler is None:
            raise errors.ApiError("UnsupportedOperationException", self._refusal(operation))
        request = validation.validated(operation, parameters)
        texts.check(request)
        tags.check(request.get("Tags", []))
        return handler(request)

    def _refusal(self, operation: str) -> str:
        known = operation in validation.operation_names()
        what = "is not supported by" if known else "is no operation of SageMaker, nor of"
        return f"{operation} {what} this embedded AWS. It does: {', '.join(self.operations)}."

    def job(self, kind: str, name: str) -> Job:
        """The job of that kind (``training`` or ``processing``) and name.

        Raises:
            ApiError: there is none.
        """
        with self.lock:
            job = self.jobs.get((kind, name))
        if job is None:
            raise errors.not_found()
        return job

    def finished(self, kind: str, name: str) -> threading.Event:
        """An event that is set once the job has reached its final status.

        Raises:
            ApiError: there is no such job.
        """
        return self.job(kind, name).finished

    def on_state_change(self, callback: StateListener) -> None:
        """Call ``callback(kind, name, describe)`` whenever a resource's status has changed.

        ``kind`` is ``training`` or ``processing``; parts may announce kinds of their own.
        """
        self._listeners.append(callback)

    def announce(self, kind: str, name: str, describe: dict[str, Any]) -> None:
        """Tell the listeners. One that fails is logged and disturbs nobody."""
        for listener in list(self._listeners):
            try:
                listener(kind, name, describe)
            except Exception:  # whatever a listener does wrong is its own affair
                log.exception("a listener to the state of %s %s failed", kind, name)

    def on_shutdown(self, closer: Callable[[], None]) -> None:
        """Call ``closer()`` in ``shutdown``; it ends what its part runs and waits for the end."""
        self._closers.append(closer)

    def shutdown(self) -> None:
        """End every container of every part, and wait until they have ended."""
        for closer in self._closers:
            closer()


class SageMakers:
    """The SageMaker of each region, made when first asked for; the only one on its home folder.

    Working folders of jobs that it finds there are those of a server that was killed: it removes
    them.

    Args:
        context: what the parts of this server share.
        parts: called with each new ``SageMaker``; each registers its operations (hosting).
    """

    def __init__(
        self, context: ServerContext, parts: Sequence[Callable[[SageMaker], None]] = ()
    ) -> None:
        self.context = context
        self._parts = parts
        self._regions: dict[str, SageMaker] = {}
        remove_left_over(context.home)
        self._lock = threading.Lock()

    def for_region(self, region: str) -> SageMaker:
        with self._lock:
            if region not in self._regions:
                service = SageMaker(self.context, region)
                for part in self._parts:
                    part(service)
                self._regions[region] = service
            return self._regions[region]

    def images(self) -> set[str]:
        """The URIs of the images of all jobs that have not ended."""
        with self._lock:
            services = list(self._regions.values())
        found: set[str] = set()
        for service in services:
            with service.lock:
                jobs = [job for job in service.jobs.values() if not job.finished.is_set()]
            found.update(*(image_uris(job.request) for job in jobs))
        return found

    def shutdown(self) -> None:
        """Shut every region down."""
        with self._lock:
            services = list(self._regions.values())
        for service in services:
            service.shutdown()
