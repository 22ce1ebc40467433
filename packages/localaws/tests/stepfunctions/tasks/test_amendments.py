"""What botocore and moto add or lack."""

from __future__ import annotations

from typing import Any

import pytest

from localaws.stepfunctions.tasks.amendments import asked, told
from localaws.stepfunctions.tasks.services import Called

PUT = Called("s3", "PutObject")
UPDATE = Called("dynamodb", "UpdateItem")
LIST = Called("s3", "ListObjectsV2")


def test_a_body_is_a_text_unless_the_task_says_what_it_is() -> None:
    assert asked(PUT, {"Body": b"x"})["ContentType"] == "text/plain; charset=UTF-8"
    assert asked(PUT, {"Body": b"x", "ContentType": "text/csv"})["ContentType"] == "text/csv"
    assert asked(PUT, {"Bucket": "b"}) == {"Bucket": "b"}


@pytest.mark.parametrize(
    ("of", "parameters", "result", "amended"),
    [
        (UPDATE, {}, {"ConsumedCapacity": {}}, {}),
        (
            UPDATE,
            {"ReturnConsumedCapacity": "TOTAL"},
            {"ConsumedCapacity": {}},
            {"ConsumedCapacity": {}},
        ),
        (LIST, {}, {"EncodingType": "url", "KeyCount": 0}, {"KeyCount": 0}),
        (LIST, {"EncodingType": "url"}, {"EncodingType": "url"}, {"EncodingType": "url"}),
        (PUT, {}, {"ChecksumCRC32": "x"}, {"ChecksumCRC32": "x", "ChecksumType": "FULL_OBJECT"}),
        (PUT, {}, {"ETag": "x"}, {"ETag": "x"}),
    ],
)
def test_a_result_is_what_aws_tells(
    of: Called, parameters: dict[str, Any], result: dict[str, Any], amended: dict[str, Any]
) -> None:
    assert told(of, parameters, result) == amended
