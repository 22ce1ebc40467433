"""podman in docker's place: what it is asked for, as the CDK CLI writes it."""

import os
import subprocess
from pathlib import Path

PROGRAM = Path(__file__).parents[2] / "tools/podman-for-cdk"


def test_dockers_format_is_asked_for_in_podmans_words(tmp_path: Path) -> None:
    podman = tmp_path / "podman"
    podman.write_text('#!/bin/sh\nprintf "%s\\n" "$@"\n')
    podman.chmod(0o755)
    asked = ["build", "--tag", "a b", "--output=type=docker", "--platform", "linux/amd64", "."]
    ran = subprocess.run(
        [PROGRAM, *asked],
        env={"PATH": f"{tmp_path}:{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout.splitlines() == [
        *("build", "--tag", "a b", "--format=docker", "--platform", "linux/amd64", ".")
    ]
