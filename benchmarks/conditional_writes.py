"""What a table loses when many write at once: nothing, or this says how many updates.

Each writer reads a number, and writes the next one on the condition that nobody has written meanwhile, until
it is the one who did: the way of a lock, or of an optimistic transaction. Asked through boto3.
"""

from __future__ import annotations

import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from benchmarks.table import Row, below
from localaws.server.embedded import EmbeddedAWS

WRITES, WRITERS = 10_000, 8
_KEY = {"id": {"S": "counter"}}


def rows() -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as home, EmbeddedAWS(home=Path(home)) as aws:
        lost, each = _lost(aws)
        yield Row(f"{WRITES:,} conditional writes: lost", str(lost), "none", float(lost), lost == 0)
        yield below("a conditional write, by 8 at once", each, 20, "ms")


def _lost(aws: EmbeddedAWS) -> tuple[int, float]:
    """How many of the updates are not in the number, and what an attempt took in milliseconds."""
    dynamodb = aws.client("dynamodb")
    dynamodb.create_table(
        TableName="t",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    dynamodb.put_item(TableName="t", Item={**_KEY, "n": {"N": "0"}})
    left = iter(range(WRITES))
    lock, succeeded, begun = threading.Lock(), [0] * WRITERS, time.perf_counter()

    def write(writer: int) -> None:
        client = aws.client("dynamodb")
        seen = 0
        while True:
            with lock:
                if next(left, None) is None:
                    return
            seen, done = _attempt(client, seen)
            succeeded[writer] += done

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(write, range(WRITERS)))
    took = time.perf_counter() - begun
    found = dynamodb.get_item(TableName="t", Key=_KEY)["Item"]["n"]["N"]
    return sum(succeeded) - int(found), took / WRITES * 1000


def _attempt(client: Any, seen: int) -> tuple[int, bool]:
    """Write the number after ``seen``: what the number is then, and whether it was written."""
    try:
        client.update_item(
            TableName="t",
            Key=_KEY,
            UpdateExpression="SET n = :next",
            ConditionExpression="n = :seen",
            ExpressionAttributeValues={
                ":next": {"N": str(seen + 1)},
                ":seen": {"N": str(seen)},
            },
            ReturnValuesOnConditionCheckFailure="ALL_OLD",
        )
    except client.exceptions.ConditionalCheckFailedException as error:
        return int(error.response["Item"]["n"]["N"]), False
    return seen + 1, True


if __name__ == "__main__":
    for row in rows():
        print(row)
