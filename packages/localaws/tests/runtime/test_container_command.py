"""The command lines of container engines."""

from __future__ import annotations

from pathlib import Path

import pytest

from localaws.runtime.container_command import container_name, point_at, run_arguments
from localaws.runtime.engine import Engine
from localaws.runtime.protocol import ContainerSpec

DOCKER = Engine("/usr/bin/docker", "docker")


def arguments(**spec: object) -> list[str]:
    full = ContainerSpec(name="job/algo-1", image="x", ml=Path("/job"), **spec)  # type: ignore[arg-type]
    return run_arguments(DOCKER, full, "tag", "name")


def test_a_job_shares_the_machines_network_and_its_command_follows_the_image() -> None:
    assert arguments(arguments=("train",), environment={"A": "1 2"}) == [
        *("run", "--rm", "--name", "name", "--volume", "/job:/opt/ml"),
        *("--stop-timeout", "0", "--security-opt", "no-new-privileges"),
        *("--cap-drop=AUDIT_WRITE", "--cap-drop=MKNOD", "--cap-drop=NET_RAW"),
        *("--cap-drop=SYS_CHROOT", "--network=host", "--env", "A=1 2", "tag", "train"),
    ]


def test_memory_is_that_of_the_instance_or_of_the_machine_without_swap() -> None:
    def words(memory: int | None) -> list[str]:
        spec = ContainerSpec("job/algo-1", "x", Path("/job"), memory=memory)
        found = run_arguments(DOCKER, spec, "tag", "name", most=1000)
        return found[found.index("--memory") :][:4]

    assert words(10) == ["--memory", "10", "--memory-swap", "10"]
    assert words(2000) == words(None) == ["--memory", "1000", "--memory-swap", "1000"]


def test_an_isolated_job_has_no_network() -> None:
    words = arguments(arguments=("train",), isolated=True)
    assert "--network=none" in words
    assert "--network=host" not in words


def test_the_rest_of_an_entrypoint_comes_after_the_image() -> None:
    words = arguments(entrypoint=("python3", "-m", "x"), arguments=("y",))
    assert words[-6:] == ["--entrypoint", "python3", "tag", "-m", "x", "y"]


def test_a_serving_container_finds_the_embedded_aws_at_the_machines_name() -> None:
    words = arguments(serves=True, environment={"AWS_ENDPOINT_URL": "http://localhost:4566"})
    assert "127.0.0.1::8080" in words
    assert "AWS_ENDPOINT_URL=http://host.docker.internal:4566" in words
    assert "--network=host" not in words


def test_podman_knows_the_machine_by_a_name_of_its_own() -> None:
    spec = ContainerSpec("job/algo-1", "x", Path("/job"), serves=True)
    assert "--add-host" in run_arguments(DOCKER, spec, "tag", "name")
    assert "--add-host" not in run_arguments(Engine("/podman", "podman"), spec, "tag", "name")


@pytest.mark.parametrize(
    ("name", "value", "seen"),
    [
        ("AWS_ENDPOINT_URL", "http://localhost:4566", "http://m:4566"),
        ("AWS_ENDPOINT_URL_S3", "http://127.0.0.1:4566/x", "http://m:4566/x"),
        ("AWS_ENDPOINT_URL", "http://localhost", "http://m"),
        ("AWS_ENDPOINT_URL", "http://localhost.example", "http://localhost.example"),
        ("AWS_ENDPOINT_URL", "http://x/localhost", "http://x/localhost"),
        ("ANOTHER", "http://localhost:1", "http://localhost:1"),
    ],
)
def test_only_the_embedded_aws_is_looked_for_on_the_machine(
    name: str, value: str, seen: str
) -> None:
    assert point_at({name: value}, "m") == {name: seen}


def test_a_containers_name_is_one_that_engines_take_and_nobody_elses() -> None:
    first, second = container_name("ner/algo 1é"), container_name("ner/algo 1é")
    assert first.startswith("localaws-ner-algo-1--")
    assert first != second
    assert len(container_name("x" * 100)) == len("localaws-") + 40 + 9
