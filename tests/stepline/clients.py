"""A target whose clients are made by a test: objects with the operations that are called."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from botocore.config import Config
from botocore.exceptions import ClientError

from stepline.target import Target


@dataclass(frozen=True)
class FakeTarget(Target):
    """``clients`` by the name of their service."""

    clients: Mapping[str, Any] = field(default_factory=dict)

    def client(self, service: str, config: Config | None = None) -> Any:
        return self.clients[service]

    def __str__(self) -> str:
        return "a test's AWS"


def target(**clients: Any) -> FakeTarget:
    """``sagemaker_runtime`` is ``sagemaker-runtime``."""
    named = {name.replace("_", "-"): client for name, client in clients.items()}
    return FakeTarget(environment={}, embedded=False, clients=named)


class Pages:
    """A paginator of these pages."""

    def __init__(self, pages: Iterable[Mapping[str, Any]]) -> None:
        self._pages = pages

    def paginate(self, **_: Any) -> Iterator[Mapping[str, Any]]:
        yield from self._pages


def refusal(code: str, message: str = "no", **more: Any) -> ClientError:
    """What boto3 raises for an error of AWS's."""
    return ClientError({"Error": {"Code": code, "Message": message}, **more}, "Operation")  # type: ignore[arg-type]


class S3:
    """A client of one bucket, whose objects are bytes by key."""

    def __init__(self, objects: Mapping[str, bytes] | None = None) -> None:
        self.objects = dict(objects or {})

    def get_paginator(self, _: str) -> S3:
        return self

    def paginate(self, **request: str) -> Iterator[dict[str, Any]]:
        """A page for each object, and an empty one before."""
        yield {}
        for key in sorted(self.objects):
            if key.startswith(request["Prefix"]):
                yield {"Contents": [{"Key": key}]}

    def download_file(self, bucket: str, key: str, file: str) -> None:
        Path(file).write_bytes(self.objects[key])
