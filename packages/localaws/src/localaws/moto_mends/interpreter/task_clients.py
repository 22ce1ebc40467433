"""Defect: every state of an aws-sdk integration makes a client of its own, which takes 100 ms, and
makes it for the region and port that moto's environment had at import.

Upstream: docs/moto-issues/task_clients.md
"""

from __future__ import annotations

from typing import Any

from botocore.client import BaseClient
from moto.stepfunctions.parser.asl.utils import boto_client

from localaws.moto_mends import guard
from localaws.this_aws.clients import CLIENTS

_CLIENT_FOR = "2c53599692cb"


def apply() -> None:
    original = guard.take(boto_client, "boto_client_for", _CLIENT_FOR)

    def boto_client_for(region: str, service: str, state_credentials: Any = None) -> BaseClient:
        return CLIENTS.get(service, region)

    guard.replace_everywhere(original, boto_client_for)
