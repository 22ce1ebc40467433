"""The ``stepline`` command as a user's shell runs it, and an embedded AWS whose jobs are ``sh``."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from localaws.images.store import ImageStore
from localaws.runtime.process_image import ImageConfig
from localaws.server.embedded import EmbeddedAWS

STEPLINE = Path(sys.executable).parent / "stepline"
IMAGE = "example/sh:1"


def shell(home: Path, **variables: str) -> dict[str, str]:
    """The environment of a shell that means no AWS but the embedded one in ``home``."""
    inherited = {k: v for k, v in os.environ.items() if not k.startswith(("AWS_", "SAGEMAKER_"))}
    inherited.pop("PYTHONPATH", None)
    return {**inherited, "LOCALAWS_HOME": str(home), **variables}


def stepline(
    *arguments: str, home: Path, cwd: Path | None = None, **environment: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(STEPLINE), *arguments],
        env=shell(home, **environment),
        cwd=cwd,
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.fixture(scope="session")
def aws(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedAWS]:
    home = tmp_path_factory.mktemp("home")
    ImageStore(home).put(ImageConfig(), tmp_path_factory.mktemp("tree"), tags=[IMAGE])
    with EmbeddedAWS(home) as aws:
        yield aws


@pytest.fixture(scope="session")
def role(aws: EmbeddedAWS) -> str:
    principal = {"Service": "sagemaker.amazonaws.com"}
    statement = {"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    made = aws.client("iam").create_role(RoleName="jobs", AssumeRolePolicyDocument=policy)
    return str(made["Role"]["Arn"])


@pytest.fixture
def shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project's folder in which the pipeline `shop` has samples."""
    folder = tmp_path / "samples" / "shop"
    folder.mkdir(parents=True)
    for name in ("README.md", "payload.csv", "sales.csv"):
        (folder / name).write_text("1,2\n")
    monkeypatch.chdir(tmp_path)
    return folder
