"""Code that a template has in itself (``ZipFile`` of CloudFormation): a zip of one file. Pure.

The user guide of CloudFormation: the file is ``index.py`` or ``index.js``, up to 4 MiB, and a Node.js or
Python function finds ``cfnresponse`` beside it, the module by which custom resources answer.
"""

from __future__ import annotations

import io
import zipfile

from localaws.functions.runtimes import LambdaRuntime

LARGEST = 4 << 20
_FIXED = (1980, 1, 1, 0, 0, 0)  # the same text is the same zip
_FILES = {"python": "index.py", "node": "index.js"}

CFNRESPONSE_PYTHON = '''"""Answers a custom resource's request; CloudFormation's own module has this face."""

import json
import urllib.request

SUCCESS = "SUCCESS"
FAILED = "FAILED"


def send(event, context, responseStatus, responseData, physicalResourceId=None, noEcho=False, reason=None):
    body = json.dumps(
        {
            "Status": responseStatus,
            "Reason": reason or "See the details in CloudWatch Log Stream: " + context.log_stream_name,
            "PhysicalResourceId": physicalResourceId or context.log_stream_name,
            "StackId": event["StackId"],
            "RequestId": event["RequestId"],
            "LogicalResourceId": event["LogicalResourceId"],
            "NoEcho": noEcho,
            "Data": responseData,
        }
    ).encode()
    request = urllib.request.Request(event["ResponseURL"], body, {"Content-Type": ""}, method="PUT")
    try:
        with urllib.request.urlopen(request) as answer:
            print("Status code:", answer.status)
    except Exception as error:
        print("send(..) failed executing http.request(..):", error)
'''


class NotInline(Exception):
    """Code of this runtime cannot stand in a template. The message says so."""


def zipped(source: str, runtime: LambdaRuntime) -> bytes:
    """The zip of a source text.

    Raises:
        NotInline: its language has no inline code, or it is too long.
    """
    name = _FILES.get(runtime.language)
    if name is None:
        raise NotInline(
            f"ZipFile can only be used with runtimes of Node.js and Python, not {runtime.identifier}."
        )
    if len(source.encode()) > LARGEST:
        raise NotInline(f"Code in a template (ZipFile) can have {LARGEST} bytes at most.")
    files = {name: source}
    if runtime.language == "python":
        files["cfnresponse.py"] = CFNRESPONSE_PYTHON
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, text in files.items():
            archive.writestr(zipfile.ZipInfo(path, _FIXED), text)
    return out.getvalue()
