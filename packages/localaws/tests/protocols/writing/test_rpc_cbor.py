from __future__ import annotations

from datetime import UTC, datetime

from botocore.parsers import create_parser

from localaws.protocols.models import service_model
from localaws.protocols.writing.rpc_cbor import written


def test_a_client_reads_what_was_written() -> None:
    asked = service_model("cloudwatch").operation_model("GetMetricStatistics")
    point = {
        "Timestamp": datetime(2024, 3, 16, 12, tzinfo=UTC),
        "Sum": 12,
        "Unit": None,
        "ExtendedStatistics": {"p50": 2.5},
    }
    response = written(asked, {"Label": "Errors", "Datapoints": [point]}, "request")
    parser = create_parser("smithy-rpc-v2-cbor")
    sent = {
        "status_code": response.status,
        "headers": dict(response.headers),
        "body": response.body,
    }
    assert asked.output_shape is not None
    found = parser.parse(sent, asked.output_shape)
    (read,) = found["Datapoints"]
    assert read == {name: value for name, value in point.items() if value is not None}


def test_an_operation_without_a_result_gives_an_empty_map() -> None:
    asked = service_model("cloudwatch").operation_model("DeleteAlarms")
    assert written(asked, {}, "request").body == b"\xa0"
