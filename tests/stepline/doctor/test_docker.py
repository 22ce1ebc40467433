"""Whoever builds the image is there, answers, and makes what SageMaker takes."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from stepline.doctor import docker
from stepline.doctor.asking import Answer, NotThere
from stepline.doctor.case import Case
from stepline.doctor.finding import Finding, State

from .conftest import IMAGE, assembly

SAVED = replace(IMAGE, outputs=("type=docker",))
DAEMON: dict[str, Any] = {
    "ServerVersion": "29.0.1",
    "OperatingSystem": "Debian GNU/Linux 12",
    "Architecture": "x86_64",
    "DriverStatus": [["driver-type", "io.containerd.snapshotter.v1"]],
    "ClientInfo": {"Plugins": [{"Name": "buildx"}, {"Name": "compose"}]},
}
OLDER_STORE = {**DAEMON, "DriverStatus": [["Backing Filesystem", "extfs"]]}
NO_BUILDX = {**DAEMON, "ClientInfo": {"Plugins": []}}
PODMAN = {"host": {"arch": "amd64"}, "version": {"Version": "4.3.1"}, "store": {"graphRoot": "/g"}}


def program(folder: Path, script: str, name: str = "docker") -> Case:
    """A case in whose PATH that program is a shell script."""
    file = folder / name
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(0o755)
    path = f"{folder}:/usr/bin:/bin"
    return Case("ner", "dev", assembly=assembly(SAVED), environment={"PATH": path})


def examined(case: Case) -> Finding:
    (found,) = docker.check(case)
    return found


def test_a_daemon_that_answers_is_fine(tmp_path: Path) -> None:
    found = examined(program(tmp_path, f"echo '{json.dumps(DAEMON)}'"))
    assert (found.state, found.found) == (State.OK, "docker 29.0.1, Debian GNU/Linux 12")


def test_a_pipeline_that_builds_nothing_needs_nobody() -> None:
    found = examined(Case("bank", "dev", assembly=assembly()))
    assert (found.state, found.found) == (State.OK, "not needed: an image of AWS's is run")


def test_where_nobody_knows_whether_anything_is_built_it_is_looked_at_all_the_same() -> None:
    found = examined(Case("ner", "dev", environment={"PATH": "/nowhere"}))
    assert (found.state, found.found) == (State.WARNING, "there is no program docker on the PATH")


def test_another_program_is_asked_where_the_cdk_would_call_it(tmp_path: Path) -> None:
    case = program(tmp_path, f"echo '{json.dumps(PODMAN)}'", "builder")
    case.environment["CDK_DOCKER"] = "builder"
    assert examined(case).found == "builder 4.3.1"


def test_a_daemon_that_does_not_answer_is_said_to_be_silent(tmp_path: Path) -> None:
    script = (
        "echo '{\"ServerVersion\": \"\"}'; echo 'Cannot connect to the Docker daemon' >&2; exit 1"
    )
    found = examined(program(tmp_path, script))
    assert (found.state, found.expected) == (State.PROBLEM, "a daemon that answers")
    assert found.found == "docker: Cannot connect to the Docker daemon"


def test_a_daemon_that_never_answers_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(docker, "SECONDS", 0.3)
    found = examined(program(tmp_path, "sleep 60"))
    assert found.state is State.PROBLEM
    assert "did not answer within" in found.found


def test_who_may_not_speak_to_it_is_told_how_to() -> None:
    found = docker.silent("docker", Answer(1, "", "permission denied while trying to connect"))
    assert "usermod -aG docker" in found.mend


def test_where_there_is_none_podman_is_offered_if_it_is_there() -> None:
    error = NotThere("there is no program docker on the PATH")
    mend = docker.nobody("docker", error, "/usr/bin/podman").mend
    assert mend == 'export CDK_DOCKER="$PWD/tools/podman-for-cdk"'
    assert docker.nobody("docker", error, None).mend == ""


@pytest.mark.parametrize(
    ("info", "image", "problems"),
    [
        (DAEMON, SAVED, 0),
        (DAEMON, IMAGE, 1),  # OCI manifests, and no word against them
        (OLDER_STORE, IMAGE, 0),
        (NO_BUILDX, SAVED, 1),
        (PODMAN, SAVED, 1),  # it has another word for it
        (PODMAN, IMAGE, 0),
    ],
)
def test_the_manifests_must_be_those_that_sagemaker_takes(
    info: dict[str, Any], image: Any, problems: int
) -> None:
    found = list(docker.unable("docker", info, [image]))
    assert [each.state for each in found] == [State.PROBLEM] * problems


def test_podman_is_fine_behind_what_translates_for_it() -> None:
    assert not list(docker.unable("tools/podman-for-cdk", PODMAN, [SAVED]))
    assert len(list(docker.unable("/usr/bin/podman", PODMAN, [SAVED]))) == 1


@pytest.mark.parametrize(
    ("inspected", "problems"),
    [
        ("Name: default\nPlatforms: linux/arm64, linux/amd64, linux/amd64/v2\n", 0),
        ("Name: default\nPlatforms: linux/arm64*, linux/amd64\n", 0),
        ("Name: default\nPlatforms: linux/arm64, linux/arm/v7\n", 1),
        ("Name: default\n", 0),  # nobody said
    ],
)
def test_another_processor_takes_an_emulator(inspected: str, problems: int) -> None:
    found = list(docker.emulated(inspected, {"linux/amd64"}))
    assert [each.state for each in found] == [State.PROBLEM] * problems
    assert all("--install amd64" in each.mend for each in found)


def test_an_arm_machine_is_asked_what_it_builds_for(tmp_path: Path) -> None:
    daemon = json.dumps({**DAEMON, "Architecture": "aarch64"})
    script = f"[ $1 = info ] && echo '{daemon}' || echo 'Platforms: linux/arm64'"
    found = examined(program(tmp_path, script))
    assert found.found == "it does not build for linux/amd64, which SageMaker's instances are"


def test_where_images_are_stored_is_known_of_each_of_them() -> None:
    assert docker.folder({"DockerRootDir": "/var/lib/docker"}) == "/var/lib/docker"
    assert docker.folder(PODMAN) == "/g"
    assert docker.folder({}) == ""
