"""Building a definition needs no network, no credentials and no AWS configuration."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
PROGRAM = """
import logging, os, socket, warnings

attempts = []

def blocked(*arguments, **_):
    attempts.append(arguments)
    raise OSError("no network here")

socket.socket.connect = blocked
socket.getaddrinfo = blocked
socket.create_connection = blocked
before = dict(os.environ), logging.getLogger().level

from pipelines import catalog
from pipelines.workflow.state_machine import definition
from pipelines.deployment_inputs import DeploymentInputs

inputs = DeploymentInputs(
    region="eu-central-1", bucket="b", image_uri="i", execution_role_arn="r", stage="dev",
    endpoint_name="e", code_uri="s3://b/c.zip", code_file="c.zip", pretrained="s3://b/p/",
    source_uri="s3://b/s.tar.gz",
)
for name in catalog.names():
    assert definition(catalog.load(name), inputs)["States"]
os.environ.pop("SAGEMAKER_SUPPRESS_V2_WARNING")
assert (dict(os.environ), logging.getLogger().level) == before, "the import left traces"
assert not attempts, attempts
import boto3
assert boto3.DEFAULT_SESSION is None, "a session was made that would be used by everyone"
"""


def _built(**environment: str) -> subprocess.CompletedProcess[str]:
    path = {name: os.environ[name] for name in ("PATH",) if name in os.environ}
    return subprocess.run(
        [sys.executable, "-c", PROGRAM],
        cwd=ROOT,
        env={**path, "HOME": os.devnull, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_definition_is_built_without_network_or_credentials_and_in_silence() -> None:
    built = _built()
    assert (built.returncode, built.stdout, built.stderr) == (0, "", "")


def test_a_broken_aws_configuration_of_the_builder_does_not_matter() -> None:
    built = _built(AWS_PROFILE="there-is-no-such-profile", AWS_REGION="not a region")
    assert (built.returncode, built.stderr) == (0, "")
