"""The S3 of this server, as map runs see it."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from botocore.exceptions import BotoCoreError, ClientError

from localaws.stepfunctions.map_runs.s3 import S3Failure
from localaws.this_aws import objects
from localaws.this_aws.clients import CLIENTS


class S3Here:
    """By this server's own client, but for what is written: no object need fit into memory."""

    def open(self, bucket: str, key: str, version: str | None, region: str) -> BinaryIO:
        asked = {"Bucket": bucket, "Key": key} | ({"VersionId": version} if version else {})
        with _failing():
            return io.BufferedReader(_Body(_client(region).get_object(**asked)["Body"]))

    def listed(self, arguments: Mapping[str, Any], region: str) -> Iterator[Mapping[str, Any]]:
        with _failing():
            pages = _client(region).get_paginator("list_objects_v2").paginate(**arguments)
            for page in pages:
                yield from page.get("Contents", [])

    def has_bucket(self, bucket: str) -> bool:
        return objects.bucket_exists(bucket)

    def put(self, bucket: str, key: str, content: Path) -> None:
        try:
            objects.upload(bucket, key, content)
        except (objects.NoSuchBucket, objects.BadKey, objects.Denied) as error:
            raise S3Failure(str(error)) from error


class _Body(io.RawIOBase):
    """What a client reads of an object, as a file."""

    def __init__(self, body: Any) -> None:
        self._body = body

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        with _failing():
            part = self._body.read(len(buffer))
        buffer[: len(part)] = part
        return len(part)

    def close(self) -> None:
        self._body.close()
        super().close()


def _client(region: str) -> Any:
    return CLIENTS.get("s3", region)


@contextmanager
def _failing() -> Iterator[None]:
    try:
        yield
    except ClientError as error:
        raise S3Failure(error.response["Error"].get("Message", str(error))) from error
    except (BotoCoreError, TypeError, ValueError) as error:  # arguments are not validated before
        raise S3Failure(f"The request could not be made: {error}") from error
