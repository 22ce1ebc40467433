"""One client for a service and a region, and the names of its operations."""

from __future__ import annotations

import pytest
from botocore.exceptions import UnknownServiceError

from localaws.this_aws.clients import Clients

CLIENTS = Clients()


def test_a_client_is_made_once_for_a_service_and_a_region() -> None:
    first = CLIENTS.get("sqs", "us-east-1")
    assert CLIENTS.get("sqs", "us-east-1") is first
    other = CLIENTS.get("sqs", "eu-west-1")
    assert other is not first
    assert other.meta.region_name == "eu-west-1"


def test_operations_are_named_by_their_methods() -> None:
    assert CLIENTS.operations("sqs")["send_message"] == "SendMessage"
    with pytest.raises(UnknownServiceError):
        CLIENTS.operations("no-such-service")
