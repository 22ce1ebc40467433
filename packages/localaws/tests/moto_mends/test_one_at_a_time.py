"""Conditional writes at once lose no update, and what has expired nobody sees any more."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from moto.core import utils
from moto.dynamodb.models import dynamodb_backends

from localaws.moto_mends.one_at_a_time import Expiry, OneAtATime, has_expired

from ..cloud import Cloud
from .sample_tables import create

YEAR = 365 * 86400


class Number:
    def __init__(self, value: str, kind: str = "N") -> None:
        self.type, self.value = kind, value


@pytest.mark.parametrize(
    ("until", "expired"),
    [
        (None, False),
        (Number("999999999"), True),
        (Number("1000000000"), False),
        (Number("999999999.5"), True),
        (Number("999999999", "S"), False),
        (Number(str(1_000_000_000 - 6 * YEAR)), False),
    ],
)
def test_an_item_has_expired_by_a_number_of_the_last_five_years(
    until: Number | None, expired: bool
) -> None:
    assert has_expired(until, 1_000_000_000.0) is expired


def test_there_are_never_two_requests_at_once() -> None:
    inside = threading.Semaphore(1)

    def application(environ: Any, start_response: Any) -> Iterable[bytes]:
        assert inside.acquire(blocking=False)
        threading.Event().wait(0.001)
        start_response("200 OK", [])
        inside.release()
        yield b"x"

    responds = OneAtATime(application)
    with ThreadPoolExecutor(8) as many:
        bodies = list(many.map(lambda _: responds({}, lambda *head: None), range(40)))
    assert bodies == [[b"x"]] * 40


@pytest.fixture(scope="module")
def table(cloud: Cloud) -> str:
    cloud.aws.client("dynamodb").create_table(
        TableName="locks",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
        TableClass="STANDARD_INFREQUENT_ACCESS",
    )
    return "locks"


def test_a_lock_is_had_by_one_at_a_time(cloud: Cloud, table: str) -> None:
    """As a pipeline guards itself: take it where nobody has it, count, give it back."""
    dynamodb = cloud.aws.client("dynamodb")

    def count(_: int) -> None:
        seen = dynamodb.get_item(TableName=table, Key={"id": {"S": "x"}}).get("Item", {})
        number = int(seen.get("n", {"N": "0"})["N"])
        dynamodb.put_item(
            TableName=table,
            Item={"id": {"S": "x"}, "n": {"N": str(number + 1)}},
            ConditionExpression="attribute_not_exists(id) OR n = :n",
            ExpressionAttributeValues={":n": {"N": str(number)}},
        )

    def counted(number: int) -> int:
        try:
            count(number)
        except dynamodb.exceptions.ConditionalCheckFailedException:
            return 0
        return 1

    with ThreadPoolExecutor(8) as many:
        successes = sum(many.map(counted, range(200)))
    item = dynamodb.get_item(TableName=table, Key={"id": {"S": "x"}})["Item"]
    assert int(item["n"]["N"]) == successes > 0


def test_what_has_expired_is_gone_once_the_clock_has_moved(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    backend = dynamodb_backends["999999999999"]["us-east-1"]
    create(backend, "leases")
    table = backend.get_table("leases")
    backend.update_time_to_live("leases", {"AttributeName": "until", "Enabled": True})
    soon = {"N": str(int(utils.unix_time()) + 1800)}
    backend.put_item("leases", {"id": {"S": "soon"}, "until": soon})
    backend.put_item("leases", {"id": {"S": "never"}})
    expiry = Expiry()
    expiry()
    assert len(table.all_items()) == 2
    monkeypatch.setattr(utils, "utcnow", lambda now=utils.utcnow: now() + timedelta(seconds=1801))
    expiry()
    assert [item.hash_key.value for item in table.all_items()] == ["never"]


def test_a_tables_class_is_kept(cloud: Cloud, table: str) -> None:
    dynamodb = cloud.aws.client("dynamodb")

    def found() -> str:
        described = dynamodb.describe_table(TableName=table)["Table"]["TableClassSummary"]
        return str(described["TableClass"])

    assert found() == "STANDARD_INFREQUENT_ACCESS"
    encrypted = dynamodb.update_table(
        TableName=table, TableClass="STANDARD", SSESpecification={"Enabled": True}
    )["TableDescription"]
    assert encrypted["SSEDescription"]["Status"] == "ENABLED"
    assert found() == "STANDARD"
