"""A shell as somebody with an account of their own has it, on a terminal at which they agree to all."""

from __future__ import annotations

import os
import pty
import re
import subprocess
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from .cdk_project import Project

ASKS = re.compile(r"\((y/n|y/N)\)|\[y/N\]")


def with_profile(project: Project, home: Path) -> dict[str, str]:
    """A shell that knows the embedded AWS as the account `mine`, and as nothing else."""
    aws = project.environment
    keys = {
        "region": aws["AWS_REGION"],
        "aws_access_key_id": aws["AWS_ACCESS_KEY_ID"],
        "aws_secret_access_key": aws["AWS_SECRET_ACCESS_KEY"],
    }
    lines = "".join(f"{name} = {value}\n" for name, value in keys.items())
    (home / "config").write_text(f"[profile mine]\n{lines}")
    checkpoint = home / "all-MiniLM-L6-v2"
    checkpoint.mkdir(parents=True)
    (checkpoint / "config.json").write_text("{}")
    plain = {
        name: value
        for name, value in aws.items()
        if not name.startswith("AWS_") or name.startswith("AWS_ENDPOINT_URL")
    }
    # Images are in the home of the embedded AWS, where `stepline` in this shell is to see none.
    docker = home / "docker"
    docker.write_text(
        f'#!/bin/sh\nLOCALAWS_HOME={aws["LOCALAWS_HOME"]} exec {aws["CDK_DOCKER"]} "$@"\n'
    )
    docker.chmod(0o755)
    return {
        **plain,
        "CDK_DOCKER": str(docker),
        "PATH": os.environ["PATH"],
        "AWS_CONFIG_FILE": str(home / "config"),
        "AWS_SHARED_CREDENTIALS_FILE": "/nonexistent",
        "LOCALAWS_HOME": str(home),
        "COLUMNS": "200",
    }


def on_a_terminal(script: str, folder: Path, environment: Mapping[str, str]) -> str:
    """What the script says on a terminal at which a person agrees to all that is asked."""
    ours, theirs = pty.openpty()
    shell = subprocess.Popen(
        ["bash", "-c", script],
        cwd=folder,
        env=dict(environment),
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
    )
    os.close(theirs)
    said, answered = "", 0
    with suppress(OSError):  # how a terminal says that nobody holds its other end
        while piece := os.read(ours, 65536):
            said += piece.decode(errors="replace")
            if ASKS.search(said, answered):
                answered = len(said)
                os.write(ours, b"y\n")
    os.close(ours)
    assert shell.wait(timeout=60) == 0, said
    return said
