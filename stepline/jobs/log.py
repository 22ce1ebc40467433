"""The log lines of a SageMaker job or an endpoint, as CloudWatch Logs keeps them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from stepline.jobs.kind import Job
from stepline.untold import Untold, why


class LogReader:
    """Reads one job's streams, each from where it stopped the last time."""

    def __init__(self, logs: Any, group: str, prefix: str) -> None:
        self._logs, self._group, self._prefix = logs, group, prefix
        self._tokens: dict[str, str] = {}

    @classmethod
    def of_job(cls, logs: Any, job: Job) -> LogReader:
        """Of no lines at all where jobs of this kind do not log."""
        return cls(logs, job.kind.log_group, f"{job.name}/")

    @classmethod
    def of_endpoint(cls, logs: Any, endpoint: str) -> LogReader:
        return cls(logs, f"/aws/sagemaker/Endpoints/{endpoint}", "")

    def read(self) -> Iterator[str]:
        """The lines that are new since the last call; none where the job has not logged yet."""
        yield from (event["message"] for event in self.events())

    def events(self) -> Iterator[dict[str, Any]]:
        """The same with their ``group``, ``stream`` and ``time``."""
        for stream in self._streams():
            while True:
                token = self._tokens.get(stream)
                page = self._page(stream, startFromHead=True, **_given(nextToken=token))
                yield from (self._event(stream, event) for event in page["events"])
                self._tokens[stream] = page["nextForwardToken"]
                if page["nextForwardToken"] == token or not page["events"]:
                    break

    def last(self, count: int) -> list[str]:
        """The last ``count`` lines over all streams."""
        found: list[str] = []
        for stream in self._streams():
            page = self._page(stream, startFromHead=False, limit=count)
            found += [event["message"] for event in page["events"]]
        return found[-count:]

    def _event(self, stream: str, event: dict[str, Any]) -> dict[str, Any]:
        milliseconds = event.get("timestamp")
        return {
            "group": self._group,
            "stream": stream,
            "time": None
            if milliseconds is None
            else datetime.fromtimestamp(milliseconds / 1000, UTC),
            "message": event["message"],
        }

    def _page(self, stream: str, **options: Any) -> Any:
        try:
            return self._logs.get_log_events(
                logGroupName=self._group, logStreamName=stream, **options
            )
        except ClientError as error:
            if _not_there(error):  # it was deleted meanwhile, or is listed before it can be read
                return {"events": [], "nextForwardToken": options.get("nextToken", "")}
            raise

    def _streams(self) -> list[str]:
        if not self._group:
            return []
        try:
            pages = self._logs.get_paginator("describe_log_streams").paginate(
                logGroupName=self._group, **_given(logStreamNamePrefix=self._prefix)
            )
            return [stream["logStreamName"] for page in pages for stream in page["logStreams"]]
        except ClientError as error:
            if _not_there(error):
                return []  # the group appears with the first job's first line
            raise


class ToldLog:
    """A log that is shown beside its job: where it cannot be read, ``untold`` says why."""

    def __init__(self, reader: LogReader) -> None:
        self._reader = reader
        self.untold: Untold | None = None

    def read(self) -> Iterator[str]:
        """The new lines, as far as AWS tells them; what it refused for good is not asked again."""
        if self.untold and not self.untold.passing:
            return
        self.untold = None
        try:
            yield from self._reader.read()
        except (ClientError, BotoCoreError) as error:
            self.untold = why(error)


def _not_there(error: ClientError) -> bool:
    return error.response["Error"]["Code"] == "ResourceNotFoundException"


def _given(**options: str | None) -> dict[str, str]:
    """Those that have a value: boto3 takes no None."""
    return {name: value for name, value in options.items() if value}
