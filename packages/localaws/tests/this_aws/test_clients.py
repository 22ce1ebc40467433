"""One client for a service and a region."""

from __future__ import annotations

from localaws.this_aws.clients import Clients

CLIENTS = Clients()


def test_a_client_is_made_once_for_a_service_and_a_region() -> None:
    first = CLIENTS.get("sqs", "us-east-1")
    assert CLIENTS.get("sqs", "us-east-1") is first
    other = CLIENTS.get("sqs", "eu-west-1")
    assert other is not first
    assert other.meta.region_name == "eu-west-1"
