"""A copy of the app, the real CDK CLI in it, and the embedded AWS that it deploys to, read back by boto3."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
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
