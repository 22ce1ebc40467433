"""The record of a run: fetched by its address, or found by whatever names the run.

A run is named by its name (``stepline-iris-dev-…``), by its execution's ARN, by the address of its record or
of the folder that it lies in, or by a file that a record was saved to.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from stepline import deployment, user_text
from stepline.errors import UserError
from stepline.runs import shape
from stepline.runs.past import past
from stepline.target import Target
from stepline.untold import Untold, told

Record = Mapping[str, Any]  # as docs/reference/run-record.md says

NAME = "record.json"
_OF = r"stepline-(?P<pipeline>[a-z][a-z0-9]{0,19})-(?P<stage>[a-z][a-z0-9]{0,11})"
_RUN = re.compile(_OF + "-.+")
_ARN = re.compile(r"arn:[^:]+:states:[^:]+:\d+:execution:(?P<machine>[^:]+):(?P<name>[^:]+)")
_ADDRESS = re.compile(r"s3://[A-Za-z0-9][A-Za-z0-9.-]{1,61}[A-Za-z0-9]/.{1,1024}")
_MACHINE = re.compile(_OF)
_NEWEST = 1000  # executions among which a name is looked for


class NoRecord(UserError):
    """There is none where one was looked for."""


def fetch(s3: Any, uri: str) -> Record:
    """The record at an S3 address.

    Raises:
        NoRecord: nothing lies there.
        UserError: it may not be read, or is no record.
    """
    bucket, _, key = uri.removeprefix("s3://").partition("/")
    found = told(lambda: s3.get_object(Bucket=bucket, Key=key)["Body"].read())
    if isinstance(found, Untold):
        if found.missing:
            raise NoRecord(f"There is no record at {uri}.")
        raise UserError(f"The record {uri} cannot be read: {found.why}.")
    return _parsed(found, uri)


def find(target: Target, run: str, pipeline: str | None, stage: str) -> Record:
    """The record of a run, by whatever names it; an execution's own name needs its ``pipeline``.

    Raises:
        UserError: there is none by that name.
    """
    if run.startswith("s3://"):
        uri = run if run.endswith(".json") else f"{run.rstrip('/')}/{NAME}"
        if not _ADDRESS.fullmatch(uri):
            raise UserError(
                f"{run} is no address of a record, such as s3://bucket/runs/RUN/{NAME}."
            )
        return fetch(target.client("s3"), uri)
    if run.endswith(".json"):
        return _parsed(user_text.read(Path(run), "The record").encode(), run)
    arn = _ARN.fullmatch(run)
    if arn and (machine := _MACHINE.fullmatch(arn["machine"])):
        return of_execution(target, machine["pipeline"], machine["stage"], arn["name"])
    if pipeline is not None:
        return of_execution(target, pipeline, stage, run)
    named = _RUN.fullmatch(run)
    if named is None:
        raise UserError(
            f"{run} names no run. Give a run's name (stepline-PIPELINE-STAGE-…), the ARN of an execution, the "
            "address of a record, or an execution's name with --pipeline."
        )
    deployed = deployment.find(target, named["pipeline"], named["stage"])
    return fetch(target.client("s3"), f"s3://{deployed.bucket}/runs/{run}/{NAME}")


def of_execution(target: Target, pipeline: str, stage: str, name: str) -> Record:
    """The record of an execution.

    Raises:
        UserError: there is no such execution, or it has left no record.
    """
    deployed = deployment.find(target, pipeline, stage)
    listed, _ = past(target, deployed, _NEWEST)
    found = next((one for one in listed if name in (one.name, one.run, one.arn)), None)
    if found is None:
        raise UserError(f"{pipeline} has no execution named {name}.")
    if found.record is None:
        how = "still runs" if found.status == "RUNNING" else f"ended as {found.status}"
        raise NoRecord(f"The execution {found.name} {how} and has left no record.")
    return fetch(target.client("s3"), found.record)


def _parsed(content: bytes, where: str) -> Record:
    try:
        value = json.loads(content)
    except (ValueError, RecursionError) as error:  # of brackets in brackets
        raise UserError(f"{where} is no record: it is not JSON ({error}).") from error
    if wrong := shape.problem(value):
        raise UserError(f"{where} is no record of a run: {wrong}.")
    checked: Record = value
    return checked
