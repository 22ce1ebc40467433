"""What every type does alike: what is gone is gone, and what failed half-way leaves nothing."""

from __future__ import annotations

import pytest
from botocore.exceptions import ClientError

from localaws.cloudformation.types.handler import Site, undone_on_failure, unless_gone

GONE = ClientError({"Error": {"Code": "NoSuchThing"}}, "DeleteThing")


def test_deleting_what_is_gone_already_is_no_error() -> None:
    with unless_gone("NoSuchThing"):
        raise GONE
    with pytest.raises(ClientError), unless_gone("NoSuchOther"):
        raise GONE


def test_what_failed_half_way_is_undone_and_what_did_not_is_not() -> None:
    undone: list[str] = []
    with undone_on_failure(lambda: undone.append("fine")):
        pass
    with pytest.raises(ValueError, match="half"), undone_on_failure(lambda: undone.append("half")):
        raise ValueError("half")
    assert undone == ["half"]


def test_a_resource_has_the_tags_of_its_stack_its_own_and_cloudformations() -> None:
    site = Site("1", "us-east-1", "s", "arn:s", "A", {"a": "stack", "b": "stack"})
    assert site.all_tags({"Tags": [{"Key": "b", "Value": "own"}]}) == {
        "a": "stack",
        "b": "own",
        "aws:cloudformation:stack-name": "s",
        "aws:cloudformation:stack-id": "arn:s",
        "aws:cloudformation:logical-id": "A",
    }
