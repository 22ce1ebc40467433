"""Code that a template has in itself (``ZipFile`` of CloudFormation): a zip of one file. Pure.

The user guide of CloudFormation: the file is ``index.py`` or ``index.js``, up to 4 MiB, and a Node.js or
Python function finds ``cfnresponse`` beside it, the module by which custom resources answer.
"""

from __future__ import annotations

import io
import zipfile

from localaws.cloudformation.errors import Refused

LARGEST = 4 << 20
_FIXED = (1980, 1, 1, 0, 0, 0)  # the same text is the same zip

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


CFNRESPONSE_NODE = """// Answers a custom resource's request; CloudFormation's own module has this face.

const http = require("http");
const https = require("https");

exports.SUCCESS = "SUCCESS";
exports.FAILED = "FAILED";

exports.send = function (event, context, responseStatus, responseData, physicalResourceId, noEcho, reason) {
  return new Promise((resolve) => {
    const body = JSON.stringify({
      Status: responseStatus,
      Reason: reason || "See the details in CloudWatch Log Stream: " + context.logStreamName,
      PhysicalResourceId: physicalResourceId || context.logStreamName,
      StackId: event.StackId,
      RequestId: event.RequestId,
      LogicalResourceId: event.LogicalResourceId,
      NoEcho: noEcho || false,
      Data: responseData,
    });
    const url = new URL(event.ResponseURL);
    const headers = { "content-type": "", "content-length": Buffer.byteLength(body) };
    const ended = () => {
      resolve();
      context.done();
    };
    const request = (url.protocol === "http:" ? http : https).request(url, { method: "PUT", headers });
    request.on("response", (response) => {
      console.log("Status code: " + response.statusCode);
      response.resume();
      response.on("end", ended);
    });
    request.on("error", (error) => {
      console.log("send(..) failed executing https.request(..): " + error);
      ended();
    });
    request.end(body);
  });
};
"""

_FILES = {
    "python": ("index.py", "cfnresponse.py", CFNRESPONSE_PYTHON),
    "nodejs": ("index.js", "node_modules/cfn-response.js", CFNRESPONSE_NODE),
}


def zipped(source: str, runtime: str) -> bytes:
    """The zip of a source text.

    Args:
        runtime: AWS's name of it, such as ``python3.12``.

    Raises:
        Refused: its language has no inline code, or it is too long.
    """
    language = next((each for each in _FILES if runtime.startswith(each)), None)
    if language is None:
        raise Refused(
            f"ZipFile can only be used with runtimes of Node.js and Python, not {runtime or 'none'}."
        )
    if len(source.encode()) > LARGEST:
        raise Refused(f"Code in a template (ZipFile) can have {LARGEST} bytes at most.")
    name, beside, module = _FILES[language]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, text in {beside: module, name: source}.items():
            archive.writestr(zipfile.ZipInfo(path, _FIXED), text)
    return out.getvalue()
