"""The S3 of this server, as map runs see it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from botocore.exceptions import ClientError

from localaws.stepfunctions.map_runs.s3 import S3Failure
from localaws.this_aws import objects
from localaws.this_aws.clients import CLIENTS

_CHUNK = 1 << 20


class S3Here:
    """By this server's own client; no object need fit into memory twice."""

    def open(self, bucket: str, key: str, version: str | None, region: str) -> BinaryIO:
        """An object's content, in a file that is gone once it is closed."""
        asked = {"Bucket": bucket, "Key": key} | ({"VersionId": version} if version else {})
        with _failing():
            body = _client(region).get_object(**asked)["Body"]
        with ExitStack() as unless_read:
            file = unless_read.enter_context(tempfile.TemporaryFile(prefix="map-run-"))
            for chunk in body.iter_chunks(_CHUNK):
                file.write(chunk)
            file.seek(0)
            unless_read.pop_all()
        return file

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
        except (objects.NoSuchBucket, objects.BadKey) as error:
            raise S3Failure(str(error)) from error


def _client(region: str) -> Any:
    return CLIENTS.get("s3", region)


@contextmanager
def _failing() -> Iterator[None]:
    try:
        yield
    except ClientError as error:
        raise S3Failure(error.response["Error"].get("Message", str(error))) from error
