"""Raw rows go through the code and the encoding of the run that the endpoint serves."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from stepline.encoding import encoded
from stepline.errors import UserError
from stepline.request import Request
from tests.stepline.clients import S3, Pages, refusal, target

ROWS = Request(b"no;yes", "text/csv")
CODE = b"""
import pathlib, sys
assert sys.argv[1:3] == ["encode", "--encoding"]
rows, key = sys.stdin.read(), pathlib.Path(sys.argv[3], "key").read_text()
if key == "bad": sys.exit("no column marital")
if key == "odd": print("never seen: astronaut", file=sys.stderr)
print(rows.replace("no", "0").replace("yes", "1"), end="")
"""


def account(key: bytes = b"", output: str = "encoding", endpoint: bool = True) -> Any:
    job = {
        "ProcessingOutputConfig": {
            "Outputs": [{"OutputName": output, "S3Output": {"S3Uri": "s3://b/run-1/encoding/"}}]
        },
        "ProcessingInputs": [{"InputName": "code", "S3Input": {"S3Uri": "s3://b/code.py"}}],
    }

    def describe_endpoint(**_: str) -> dict[str, str]:
        if endpoint:
            return {"EndpointConfigName": "run-1"}
        raise refusal("ValidationException")

    return target(
        sagemaker=SimpleNamespace(
            describe_endpoint=describe_endpoint,
            describe_processing_job=lambda **_: job,
            get_paginator=lambda _: Pages(
                [
                    {"ProcessingJobSummaries": []},
                    {"ProcessingJobSummaries": [{"ProcessingJobName": "run-1-1"}]},
                ]
            ),
        ),
        s3=S3({"code.py": CODE, "run-1/encoding/key": key}),
    )


def test_the_runs_own_code_encodes_the_rows() -> None:
    remarks: list[str] = []
    assert encoded(account(), "e", ROWS, remarks.append) == Request(b"0;1", "text/csv")
    assert remarks == []


def test_what_the_code_remarks_is_handed_on() -> None:
    remarks: list[str] = []
    encoded(account(b"odd"), "e", ROWS, remarks.append)
    assert remarks == ["never seen: astronaut"]


def test_what_it_refuses_is_the_users_to_mend() -> None:
    with pytest.raises(UserError, match=r"^no column marital$"):
        encoded(account(b"bad"), "e", ROWS, print)


@pytest.mark.parametrize("without", [{"output": "train"}, {"endpoint": False}])
def test_without_an_encoding_the_rows_go_as_they_are(without: dict[str, Any]) -> None:
    assert encoded(account(**without), "e", ROWS, print) is ROWS
