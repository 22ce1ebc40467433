"""Sends raw rows through the encoding of the run that an endpoint serves.

A built-in algorithm reads features, people have customers. Where the processing job of the run has
an output ``encoding``, the code that ran in that job turns the ones into the others:
``python3 CODE.zip encode --encoding FOLDER``, rows on standard input. Code and encoding are fetched
from where the job's description says they are, so they are the run's own whatever was deployed since.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from botocore.exceptions import ClientError

from stepline.download import fetch
from stepline.errors import UserError
from stepline.request import Request
from stepline.target import Target

ENCODING = "encoding"


def encoded(target: Target, endpoint: str, request: Request, say: Callable[[str], None]) -> Request:
    """The request as the endpoint reads it; the same where its run has no encoding.

    ``say`` hears what the code has to remark, such as categories that it has not seen.

    Raises:
        UserError: the rows cannot be encoded; the message is the code's own.
    """
    job = _processing_job(target.client("sagemaker"), endpoint)
    if job is None:
        return request
    outputs = {
        o["OutputName"]: o["S3Output"]["S3Uri"] for o in job["ProcessingOutputConfig"]["Outputs"]
    }
    inputs = {i["InputName"]: i["S3Input"]["S3Uri"] for i in job["ProcessingInputs"]}
    s3 = target.client("s3")
    with tempfile.TemporaryDirectory() as folder:
        (code,) = fetch(s3, inputs["code"], Path(folder, "code"))
        fetch(s3, outputs[ENCODING], Path(folder, ENCODING))
        ended = subprocess.run(
            [sys.executable, str(code), "encode", "--encoding", f"{folder}/{ENCODING}"],
            input=request.body,
            capture_output=True,
        )
    said = ended.stderr.decode(errors="replace").strip()
    if ended.returncode:
        raise UserError(said or f"The encoding ended with exit code {ended.returncode}.")
    if said:
        say(said)
    return replace(request, body=ended.stdout)


def _processing_job(sagemaker: Any, endpoint: str) -> dict[str, Any] | None:
    """The processing job that made the encoding of the model behind an endpoint."""
    try:
        run = sagemaker.describe_endpoint(EndpointName=endpoint)["EndpointConfigName"]
    except ClientError:
        return None  # the request itself will say what is wrong with the endpoint
    pages = sagemaker.get_paginator("list_processing_jobs").paginate(
        NameContains=run, StatusEquals="Completed"
    )
    for page in pages:
        for summary in page["ProcessingJobSummaries"]:
            job: dict[str, Any] = sagemaker.describe_processing_job(
                ProcessingJobName=summary["ProcessingJobName"]
            )
            outputs = job.get("ProcessingOutputConfig", {}).get("Outputs", [])
            if any(output["OutputName"] == ENCODING for output in outputs):
                return job
    return None
