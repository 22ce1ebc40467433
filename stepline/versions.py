"""Which versions of what are at work here, for ``stepline --version`` and a report of a mistake."""

from __future__ import annotations

import json
import platform
from collections.abc import Iterator
from contextlib import suppress
from importlib import metadata
from pathlib import Path

PROGRAM = "stepline"
# What decides about a deployment or an execution besides ourselves; found as distributions, not imported.
DISTRIBUTIONS = (PROGRAM, "localaws", "moto", "boto3", "aws-cdk-lib")
CDK_CLI = Path("node_modules", "aws-cdk", "package.json")


def lines() -> Iterator[str]:
    """A name and a version each, our own first; what is not installed here is left out."""
    for name in DISTRIBUTIONS:
        try:
            yield f"{name} {metadata.version(name)}"
        except metadata.PackageNotFoundError:
            continue
    # There is none in another folder than the project's, or before `make environment`.
    with suppress(OSError, ValueError, LookupError):
        yield f"CDK CLI {json.loads(CDK_CLI.read_text())['version']}"
    yield f"Python {platform.python_version()}"
