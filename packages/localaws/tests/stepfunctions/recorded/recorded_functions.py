"""The functions that recorded tasks invoke. Recorded is only what they returned: a greeting, or their event."""

from __future__ import annotations

import io
import json
import re
import zipfile
from contextlib import suppress
from typing import Any

from botocore.exceptions import ClientError

_NAME = re.compile(r"lambda_func_\w+")
_SOURCE = """
def handler(event, context):
    return f"{event['inputData']}!" if "inputData" in event else event
"""
_TRUST = {
    "Version": "2012-10-17",
    "Statement": {
        "Effect": "Allow",
        "Principal": {"Service": "lambda.amazonaws.com"},
        "Action": "sts:AssumeRole",
    },
}


def ensure(aws: Any, text: str) -> None:
    """Make the functions that a request names, where they are not there yet."""
    names = set(_NAME.findall(text))
    if not names:
        return
    with suppress(ClientError):  # it is there
        aws.client("iam").create_role(
            RoleName="recorded-functions", AssumeRolePolicyDocument=json.dumps(_TRUST)
        )
    role = aws.client("iam").get_role(RoleName="recorded-functions")["Role"]["Arn"]
    code = io.BytesIO()
    with zipfile.ZipFile(code, "w") as archive:
        archive.writestr("app.py", _SOURCE)
    for name in names:
        with suppress(ClientError):  # likewise
            aws.client("lambda").create_function(
                FunctionName=name,
                Runtime="python3.12",
                Role=role,
                Handler="app.handler",
                Code={"ZipFile": code.getvalue()},
            )
