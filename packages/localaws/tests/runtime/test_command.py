"""What a container executes, and with which environment."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from localaws.runtime import command
from localaws.runtime.process_image import BASE_PATH, ImageConfig, ProcessImage
from localaws.runtime.protocol import ContainerSpec, RuntimeRefused

CONFIG = ImageConfig(entrypoint=("entry",), command=("cmd",))


def spec(name: str = "job/algo-1", **more: Any) -> ContainerSpec:
    return ContainerSpec(name, "image:1", Path("/job"), **more)


def image(packages: Path | None = None, **environment: str) -> ProcessImage:
    return ProcessImage("x", Path("/tree"), ImageConfig(environment=environment), packages)


@pytest.mark.parametrize(
    ("asked", "argv"),
    [
        ({}, ["entry", "cmd"]),
        ({"arguments": ("train",)}, ["entry", "train"]),
        ({"arguments": ()}, ["entry"]),
        ({"entrypoint": ("mine",)}, ["mine"]),
        ({"entrypoint": ("mine", "-x"), "arguments": ("train",)}, ["mine", "-x", "train"]),
    ],
)
def test_the_command_follows_dockers_rules(asked: dict[str, Any], argv: list[str]) -> None:
    assert command.argv(CONFIG, spec(**asked)) == argv


def test_no_command_and_another_engines_image_are_refused() -> None:
    with pytest.raises(RuntimeRefused, match="image:1 has neither ENTRYPOINT nor CMD"):
        command.argv(ImageConfig(), spec())
    with pytest.raises(RuntimeRefused, match="image:1 was built for a container engine"):
        command.argv(ImageConfig(command=("x",), engine_only=True), spec())


def test_the_request_goes_before_the_image_before_the_machine() -> None:
    machine = {"HTTPS_PROXY": "machine", "SSL_CERT_FILE": "machine", "AWS_SECRET": "secret"}
    made = image(HTTPS_PROXY="image", HOME="/image", A="image")
    found = command.environment(made, spec(environment={"A": "request"}), machine, "host")
    assert {k: found[k] for k in ("HTTPS_PROXY", "SSL_CERT_FILE", "HOME", "A", "HOSTNAME")} == {
        "HTTPS_PROXY": "image",
        "SSL_CERT_FILE": "machine",
        "HOME": "/image",
        "A": "request",
        "HOSTNAME": "host",
    }
    assert found["PATH"] == BASE_PATH
    assert "AWS_SECRET" not in found


@pytest.mark.parametrize(
    ("machine", "names"),
    [
        ({}, set()),
        ({"SSL_CERT_FILE": "c", "HTTP_PROXY": ""}, {"SSL_CERT_FILE"}),
        ({"https_proxy": "p"}, {"https_proxy", "no_proxy", "NO_PROXY"}),
    ],
)
def test_the_embedded_aws_is_never_behind_the_machines_proxy(
    machine: dict[str, str], names: set[str]
) -> None:
    assert set(command.passed_on(machine)) == names


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("/usr/local/bin:/bin", "/venv/bin:/usr/local/bin:/bin"),
        ("/opt/program:/usr/local/bin:/bin", "/opt/program:/venv/bin:/usr/local/bin:/bin"),
        ("/bin", "/venv/bin:/bin"),
    ],
)
def test_packages_are_where_a_container_has_its_python(path: str, found: str) -> None:
    assert command.with_packages(path, image(Path("/venv"))) == found
    assert command.with_packages(path, image()) == path


@pytest.mark.parametrize(
    ("name", "host"),
    [("job/algo-1", "algo-1"), ("alone", "alone"), ("job/", "algo-1"), ("j/" + "x" * 64, "x" * 63)],
)
def test_a_host_is_named_after_the_last_part(name: str, host: str) -> None:
    assert command.hostname(spec(name)) == host


def test_ports_of_this_machine_are_those_of_aws() -> None:
    environment = {
        "AWS_ENDPOINT_URL": "http://localhost:4566",
        "AWS_ENDPOINT_URL_S3": "http://127.0.0.1:99",
        "AWS_ENDPOINT_URL_SQS": "http://localhost:4566",
        "AWS_ENDPOINT_URL_IAM": "http://elsewhere:1",
        "AWS_ENDPOINT_URL_STS": "http://localhost",
        "OTHER_URL": "http://localhost:2",
    }
    assert command.local_ports(environment) == [99, 4566]
