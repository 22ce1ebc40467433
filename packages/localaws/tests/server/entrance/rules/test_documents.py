"""Texts that have to be JSON."""

from __future__ import annotations

from typing import Any

import pytest

from localaws.protocols.refusal import Refusal
from localaws.server.entrance.rules import documents

STATEMENT = '{"Sid": "s", "Principal": "*", "Action": "a", "Effect": "Allow"}'


def test_a_document_that_is_not_given_is_not_missed() -> None:
    documents.check("events", "PutRule", {"ScheduleExpression": "rate(1 hour)"})
    documents.check("events", "PutPermission", {"Action": "events:PutEvents"})


@pytest.mark.parametrize(
    "policy",
    [
        "x",
        "{}",
        '{"Statement": {}}',
        '{"Statement": [1]}',
        f'{{"Statement": [{STATEMENT}, {{"Sid": "s"}}]}}',
    ],
)
def test_a_bus_has_a_policy_of_whole_statements(policy: str) -> None:
    documents.check("events", "PutPermission", {"Policy": f'{{"Statement": [{STATEMENT}]}}'})
    with pytest.raises(Refusal, match="invalid Json"):
        documents.check("events", "PutPermission", {"Policy": policy})


def test_each_service_says_it_in_its_own_words() -> None:
    given: Any = {"imageManifest": "x", "Policy": "x"}
    with pytest.raises(Refusal, match="Invalid JSON syntax"):
        documents.check("ecr", "PutImage", given)
    with pytest.raises(Refusal, match="first byte"):
        documents.check("s3", "PutBucketPolicy", given)
