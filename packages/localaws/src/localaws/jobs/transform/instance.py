"""One instance's part of a transform job: asks its container how it wants to be asked, and takes its objects through it,
or through the several of an inference pipeline in turn.

So many requests are under way at once; what is stored is in the order of the input all the same. An
object whose records have all been answered is stored at once, one that fails is left out, and the others go on.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from localaws.jobs.transform import limits
from localaws.jobs.transform.batching import Batch
from localaws.jobs.transform.faults import Fault, ObjectFailed
from localaws.jobs.transform.invoking import Client
from localaws.jobs.transform.keys import output_location
from localaws.jobs.transform.limits import BadParameters, Limits, NoParameters
from localaws.jobs.transform.reading import Reader
from localaws.jobs.work import Ending, Object
from localaws.runtime.health import Cancelled, NotHealthy, wait_until_healthy
from localaws.runtime.protocol import Handle, NotServing
from localaws.this_aws import objects
from localaws.this_aws.s3_location import S3Location

_HEALTH_TIMEOUT = 30 * 60.0  # seconds; what users saw (amazon-sagemaker-examples #815)
_PARAMETERS_TIMEOUT = 60.0

log = logging.getLogger(__name__)


@dataclass
class _Output:
    """What becomes of one object."""

    source: Object
    path: Path
    file: BinaryIO
    failed: bool = False
    told: bool = False  # the data log says why


@dataclass(frozen=True)
class _Step:
    """A call for a batch of an object, or, without, the end of the object."""

    output: _Output
    batch: Batch | None = None
    call: Future[bytes] | None = None

    @property
    def is_over(self) -> bool:
        return self.call is None or self.call.done()


@dataclass
class InstanceTransform:
    """``run`` is its thread.

    Attributes:
        folder: for the files of this instance alone; it exists.
        tell: adds a line to its data log.
        over: set when the container is being ended.
    """

    containers: Sequence[tuple[str, Handle]]
    request: Mapping[str, Any]
    folder: Path
    tell: Callable[[str], None]
    over: Ending
    faults: set[Fault] = field(default_factory=set)

    def run(self, sources: Iterable[Object]) -> set[Fault]:
        """Transform the objects; what was found to be wrong with any of them."""
        try:
            for _, container in self.containers:
                wait_until_healthy(container, _HEALTH_TIMEOUT, self.over)
            found = limits.settled(self.request, self._parameters())
        except Cancelled:
            return self.faults
        except (NotHealthy, BadParameters) as error:
            if self._is_ended_by_others:
                return self.faults
            self.tell(f"Unable to get response from algorithm: {error}")
            return {"AlgorithmError"}
        self.tell(found.text)
        self._transform(sources, found)
        return self.faults

    @property
    def _is_ended_by_others(self) -> bool:
        """Whether its containers are being ended, and none of them has ended by itself."""
        alone = self.over.by_themselves
        return self.over.is_set() and not any(each in alone for _, each in self.containers)

    def _parameters(self) -> Mapping[str, Any]:
        """What the container, or the first of several, says of itself; it need not."""
        path = "/execution-parameters"
        try:
            response = self.containers[0][1].request("GET", path, {}, b"", _PARAMETERS_TIMEOUT)
        except (NotServing, TimeoutError):
            return {}
        if response.status != 200:
            return {}
        try:
            return limits.parameters(response.body)
        except NoParameters:  # such as a container that responds to every GET alike
            return {}
        except BadParameters as error:
            raise BadParameters(f"of its response to GET {path}, {error}") from error

    def _transform(self, sources: Iterable[Object], found: Limits) -> None:
        reader, client = Reader.of(self.request, found), Client.of(self.request)
        under_way: deque[_Step] = deque()

        def settle(calls: int) -> None:
            """Wait for the oldest, until no more calls than that are under way."""
            left = sum(step.call is not None for step in under_way)
            while under_way and (left > calls or under_way[0].is_over):
                step = under_way.popleft()
                left -= step.call is not None
                self._settle(reader, step)

        with ThreadPoolExecutor(found.concurrent, "transform") as pool:
            for number, source in enumerate(sources):
                if source.location.key.endswith("/"):  # a console's marker of an empty folder
                    continue
                output = self._begin(number, source)
                try:
                    for batch in self._batches(reader, output):
                        settle(found.concurrent)  # and one more waits for its turn
                        output.failed |= self.over.is_set()
                        if output.failed:
                            break
                        call = pool.submit(client.invoke, self.containers, batch, self.over)
                        under_way.append(_Step(output, batch, call))
                except ObjectFailed as failure:
                    self._fail(output, failure)
                under_way.append(_Step(output))
                if self.over.is_set():
                    break
            settle(0)

    def _begin(self, number: int, source: Object) -> _Output:
        path = self.folder / f"{number}.out"
        return _Output(source, path, path.open("wb"))

    def _batches(self, reader: Reader, output: _Output) -> Iterable[Batch]:
        location, path = output.source.location, output.path.with_suffix(".in")
        try:
            objects.download(location.bucket, location.key, path)
        except (objects.NoSuchBucket, objects.NoSuchKey, objects.Denied) as error:
            raise ObjectFailed("ClientError", str(error)) from error
        try:
            yield from reader.batches(path)
        finally:
            path.unlink()

    def _settle(self, reader: Reader, step: _Step) -> None:
        """Write what is stored of a response; after the last one of an object, store it."""
        output, batch = step.output, step.batch
        if batch is None or step.call is None:
            self._finish(output)
            return
        try:
            response = step.call.result()
            if not output.failed:
                output.file.write(reader.stored(batch, response))
        except ObjectFailed as failure:
            self._fail(output, failure)

    def _finish(self, output: _Output) -> None:
        output.file.close()
        try:
            if not output.failed:
                target = S3Location.parse(self.request["TransformOutput"]["S3OutputPath"])
                location = output_location(target, output.source.path)
                objects.upload(location.bucket, location.key, output.path)
        except (objects.NoSuchBucket, objects.BadKey, objects.Denied) as error:
            self._fail(output, ObjectFailed("ClientError", str(error)))
        finally:
            output.path.unlink()

    def _fail(self, output: _Output, failure: ObjectFailed) -> None:
        """Leave an object out. Only the first thing that is wrong with it is told."""
        output.failed = True
        if output.told or self._is_ended_by_others:
            return
        output.told = True
        self.faults.add(failure.fault)
        location = output.source.location
        for line in failure.lines:
            self.tell(f"{location.bucket}/{location.key}: {line}")
