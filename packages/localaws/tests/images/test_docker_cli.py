"""``localaws-docker``, called as the CDK CLI calls docker."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest
from moto.server import ThreadedMotoServer

from localaws.images.docker_cli import run

TAG = "123456789012.dkr.ecr.us-east-1.amazonaws.com/assets:abc"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One home for all, so that the Python environment is made once."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture(autouse=True)
def environment(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOCALAWS_HOME", str(home))
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)


@pytest.fixture
def context(tmp_path: Path) -> Path:
    (tmp_path / "Dockerfile").write_text('FROM python:3.11\nARG WHO=me\nENV WHO=$WHO\nCMD ["sh"]\n')
    return tmp_path


@pytest.fixture
def ecr(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    server = ThreadedMotoServer(port=0, verbose=False)
    server.start()
    _, port = server.get_host_and_port()
    for name, value in (
        ("AWS_ENDPOINT_URL", f"http://127.0.0.1:{port}"),
        ("AWS_ACCESS_KEY_ID", "test"),
        ("AWS_SECRET_ACCESS_KEY", "test"),
    ):
        monkeypatch.setenv(name, value)
    yield f"http://127.0.0.1:{port}"
    server.stop()


def test_the_road_of_a_deploy(context: Path, ecr: str, capfd: pytest.CaptureFixture[str]) -> None:
    client = boto3.client("ecr", region_name="us-east-1", endpoint_url=ecr)
    client.create_repository(repositoryName="assets")
    assert run(["inspect", "cdkasset-abc"]) == 1
    assert run(["build", "--tag", "cdkasset-abc", str(context)]) == 0
    assert run(["tag", "cdkasset-abc", TAG]) == 0
    assert run(["push", TAG]) == 0
    assert run(["push", TAG]) == 0  # pushing the same again is no error
    capfd.readouterr()
    assert run(["inspect", TAG]) == 0
    (inspected,) = json.loads(capfd.readouterr().out)
    (described,) = client.describe_images(repositoryName="assets", imageIds=[{"imageTag": "abc"}])[
        "imageDetails"
    ]
    assert described["imageTags"] == ["abc"]
    assert {TAG, "cdkasset-abc:latest"} <= set(inspected["RepoTags"])
    assert "WHO=me" in inspected["Config"]["Env"]


def test_two_images_of_one_repository_are_told_apart(context: Path, ecr: str) -> None:
    client = boto3.client("ecr", region_name="us-east-1", endpoint_url=ecr)
    client.create_repository(repositoryName="others")
    for who in ("one", "two"):
        tag = TAG.replace("assets:abc", f"others:{who}")
        assert run(["build", "--tag", tag, "--build-arg", f"WHO={who}", str(context)]) == 0
        assert run(["push", tag]) == 0
    images = client.describe_images(repositoryName="others")["imageDetails"]
    assert sorted(image["imageTags"] for image in images) == [["one"], ["two"]]
    assert len({image["imageDigest"] for image in images}) == 2


def test_login_takes_the_password_and_asks_nobody(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("password"))
    assert run(["login", "--username", "AWS", "--password-stdin", "https://host"]) == 0
    assert capfd.readouterr().out == "Login Succeeded\n"


def test_build_arguments_and_another_file_are_honoured(
    context: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (context / "Dockerfile").rename(context / "Other")
    options = ["--build-arg", "WHO=you", "--platform", "linux/amd64", "--file", "Other"]
    options.append("--output=type=docker")  # as the CDK CLI writes it
    assert run(["build", "-t", "x:1", *options, str(context)]) == 0
    capfd.readouterr()
    run(["inspect", "x:1"])
    assert "WHO=you" in json.loads(capfd.readouterr().out)[0]["Config"]["Env"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["run", "x"], "`docker run` is not supported"),
        (["build", "--secret", "id=x", "."], "the option --secret is not supported"),
        (["build", "--output", "type=oci", "."], "--output type=oci is not supported"),
        (["build", "-o", "out", "."], "--output out is not supported; there is: type=docker"),
        (["build", "/no/such/folder"], "the build context /no/such/folder is not a folder"),
        (["build", "a", "b"], "exactly one context folder, got 2"),
        (["tag", "missing:1", "b"], "manifest for missing:1 not found"),
        (["push", "missing:1"], "manifest for missing:1 not found"),
        (["login", "host"], "login --username NAME --password-stdin HOST"),
    ],
)
def test_what_it_does_not_do_is_refused_by_name(
    arguments: list[str], words: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(arguments) == 1
    assert words in capfd.readouterr().err


def test_without_an_embedded_aws_nothing_is_pushed_to_the_real_one(
    context: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    run(["build", "--tag", f"{TAG}-2", str(context)])
    assert run(["push", f"{TAG}-2"]) == 1
    assert "AWS_ENDPOINT_URL is not set" in capfd.readouterr().err


def test_it_has_a_version(capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["--version"]) == 0
    assert capfd.readouterr().out.startswith("Docker version")


@pytest.mark.parametrize("asked", [[], ["--format", "json"], ["--format", "{{json .}}"]])
def test_it_says_what_builds_and_where(
    asked: list[str], home: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(["info", *asked]) == 0
    said = json.loads(capfd.readouterr().out)
    assert said["OperatingSystem"] == "process images, no daemon"
    assert said["DockerRootDir"] == str(home)
    assert run(["info", "--format", "{{.Driver}}"]) == 1
