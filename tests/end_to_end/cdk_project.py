"""A copy of the app, the real CDK CLI in it, and the embedded AWS that it deploys to, read back by boto3."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3

from .conftest import ROOT

CDK = ROOT / "node_modules" / ".bin" / "cdk"
STACK = "stepline-ner-dev"


@dataclass(frozen=True)
class Project:
    """A copy of the app, and an embedded AWS to deploy it to."""

    app: Path
    environment: Mapping[str, str]

    def cdk(self, *arguments: str, fails: bool = False) -> str:
        """Runs the CDK CLI in the app's folder; what it printed. Fails the test if its exit status surprises."""
        done = subprocess.run(
            [str(CDK), *arguments],
            cwd=self.app,
            env=dict(self.environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        assert (done.returncode != 0) == fails, done.stdout
        return done.stdout

    def client(self, service: str) -> Any:
        return boto3.client(
            service,
            region_name=self.environment["AWS_REGION"],
            endpoint_url=self.environment["AWS_ENDPOINT_URL"],
            aws_access_key_id=self.environment["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=self.environment["AWS_SECRET_ACCESS_KEY"],
        )

    def outputs(self) -> dict[str, str]:
        (stack,) = self.client("cloudformation").describe_stacks(StackName=STACK)["Stacks"]
        return {output["OutputKey"]: output["OutputValue"] for output in stack["Outputs"]}

    def resources(self) -> dict[str, list[str]]:
        """The physical ids of the stack's resources by type."""
        found: dict[str, list[str]] = {}
        response = self.client("cloudformation").describe_stack_resources(StackName=STACK)
        for resource in response["StackResources"]:
            assert resource["ResourceStatus"] in {"CREATE_COMPLETE", "UPDATE_COMPLETE"}, resource
            found.setdefault(resource["ResourceType"], []).append(resource["PhysicalResourceId"])
        return found


@contextmanager
def bootstrapped(
    app: Path, home: Path, region: str, *options: str, context: Mapping[str, str] | None = None
) -> Iterator[Project]:
    """A project in a folder, and an embedded AWS of its own, ready to be deployed to.

    Args:
        options: of the embedded AWS.
        context: settings for the bootstrap too, which makes the app: with a pipeline it is soon made.
    """
    server = subprocess.Popen(
        [
            *(sys.executable, "-m", "localaws", "--port", "0"),
            *("--home", str(home), "--region", region, *options),
        ],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert server.stdout is not None
        for line in server.stdout:
            if "ready" in line:
                break
        record = json.loads((home / "server.json").read_text())
        programs = [str(Path(sys.executable).parent), os.environ["PATH"]]
        environment = (
            {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
            | record["environment"]
            | {"PATH": os.pathsep.join(programs), "CDK_VALIDATION": "false"}
            | {"LOCALAWS_HOME": str(home)}
        )
        made = Project(app, environment)
        words = (
            word for one in (context or {}).items() for word in ("-c", "stepline:" + "=".join(one))
        )
        made.cdk("bootstrap", f"aws://{record['account']}/{record['region']}", *words)
        yield made
    finally:
        server.terminate()
        server.wait(timeout=60)
