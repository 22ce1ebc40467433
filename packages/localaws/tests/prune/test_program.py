"""``localaws prune`` as a program: what it says, what it removes, and what it leaves."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from localaws.images import build_lock
from localaws.images.environments import COMPLETE
from localaws.images.store import ImageStore
from localaws.prune import inventory, program, removal
from localaws.prune.decision import Use, decide, removed
from localaws.runtime.process_image import ImageConfig
from localaws.runtime.protocol import ImageNotFound
from localaws.server.embedded import EmbeddedAWS

YEAR = 365 * 24 * 3600


def old(path: Path) -> None:
    moment = path.stat().st_mtime - YEAR
    os.utime(path, (moment, moment))


def put(home: Path, name: str) -> Path:
    """An image of last year with an environment of its own; the environment."""
    packages = home / "environments" / name
    packages.mkdir(parents=True)
    (packages / COMPLETE).write_text(json.dumps({"path": str(packages), "installs": [[name]]}))
    old(packages / COMPLETE)
    tree = home.parent / f"tree-{name}"
    tree.mkdir()
    (tree / name).write_text(name)
    image = ImageStore(home).put(
        ImageConfig(entrypoint=("true",)), tree, tags=[f"example/{name}:1"], packages=packages
    )
    old(image.tree.parent / "image.json")
    for file in (home / "images" / "tags").glob("*"):
        old(file)
    return packages


def prune(home: Path, *options: str, module: str = "localaws") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", module, "prune", "--home", str(home), *options],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
    )


def names(home: Path) -> set[str]:
    return set(ImageStore(home).tags())


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def test_what_nothing_uses_is_only_said_until_somebody_says_yes(home: Path) -> None:
    packages = put(home, "one")
    half = home / "images" / "built" / ".new-1"
    half.mkdir()
    for options, status in ((["--dry-run"], 0), ([], 1)):
        ended = prune(home, *options)
        assert ended.returncode == status, ended.stderr
        assert "example/one:1" in ended.stdout
        assert "can be freed" in ended.stdout
        assert packages.exists()
    ended = prune(home, "--yes")
    assert (ended.returncode, ended.stderr) == (0, "")
    assert "Freed " in ended.stdout
    assert not packages.exists()
    assert not half.exists()
    assert names(home) == set()
    assert list((home / "images" / "built").iterdir()) == []
    assert not (home / inventory.ASIDE).exists()


def test_while_a_server_runs_what_it_refers_to_stays(home: Path) -> None:
    stays, gone = put(home, "model"), put(home, "unused")
    with EmbeddedAWS(home) as aws:
        principal = {"Service": "sagemaker.amazonaws.com"}
        statement = {"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"}
        role = aws.client("iam").create_role(
            RoleName="models",
            AssumeRolePolicyDocument=json.dumps(
                {"Version": "2012-10-17", "Statement": [statement]}
            ),
        )["Role"]["Arn"]
        aws.client("sagemaker").create_model(
            ModelName="m", ExecutionRoleArn=role, PrimaryContainer={"Image": "example/model:1"}
        )
        pushed = put(home, "pushed")
        uri = aws.client("ecr").create_repository(repositoryName="repository")["repository"][
            "repositoryUri"
        ]
        ImageStore(home).tag("example/pushed:1", f"{uri}:1")
        docker = [sys.executable, "-m", "localaws.images.docker_cli", "push", f"{uri}:1"]
        variables = {**os.environ, **aws.environment}
        subprocess.run(docker, env=variables, check=True, capture_output=True)
        for file in (home / "images" / "tags").glob("*"):
            old(file)
        ended = prune(home, "--yes")
        assert ended.returncode == 0, ended.stderr
        assert (stays.exists(), pushed.exists(), gone.exists()) == (True, True, False)
        assert names(home) == {"example/model:1", "example/pushed:1", f"{uri}:1"}
        record = json.loads((home / "server.json").read_text())
        (home / "server.json").write_text(json.dumps({**record, "instance": "another"}))
        ended = prune(home, "--yes")
        assert ended.returncode == 1
        assert "does not say which images it uses (another embedded AWS answers" in ended.stderr
        assert stays.exists()


def test_an_interruption_leaves_nothing_that_looks_whole(home: Path) -> None:
    put(home, "one")
    things = removed(decide(inventory.things(home, False), Use(), 9e9))
    assert len(removal.put_aside(home, things)) == 2  # and then it is interrupted
    with pytest.raises(ImageNotFound):
        ImageStore(home).resolve("example/one:1")
    assert [thing.kind for thing in inventory.things(home, False)] == ["leftover"]
    assert "Freed " in prune(home, "--yes").stdout
    assert inventory.things(home, False) == []


def test_two_at_once_free_everything_once(home: Path) -> None:
    for name in ("one", "two"):
        put(home, name)
    ended: list[subprocess.CompletedProcess[str]] = []
    threads = [
        threading.Thread(target=lambda: ended.append(prune(home, "--yes"))) for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [(each.returncode, each.stderr) for each in ended] == [(0, "")] * 2
    assert inventory.things(home, False) == []


def test_it_waits_for_a_build_and_leaves_what_that_has_made(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    packages = put(home, "one")
    frozen: list[Any] = []
    with build_lock.building(home):
        thread = threading.Thread(
            target=lambda: frozen.append(program.main(["--home", str(home), "--yes"]))
        )
        thread.start()
        while "Waiting for a build" not in capsys.readouterr().out:
            assert thread.is_alive()
        assert packages.exists()
        ImageStore(home).tag("example/one:1", "example/one:2")  # it was found again: in use
    thread.join()
    assert frozen == [0]
    assert packages.exists()
    assert names(home) == {"example/one:1", "example/one:2"}


def test_the_code_of_functions_goes_once_no_server_runs(home: Path) -> None:
    for kind in ("zips", "trees", "python"):
        (home / "functions" / kind / "it").mkdir(parents=True)
    assert "functions/zips" not in {thing.name for thing in inventory.things(home, True)}
    assert prune(home, "--yes").returncode == 0
    assert [path.name for path in (home / "functions").iterdir()] == ["python"]


def test_folders_that_other_homes_share_are_left_alone(home: Path, tmp_path: Path) -> None:
    packages = put(home, "one")
    (home / "environments").rename(tmp_path / "shared")
    (home / "environments").symlink_to(tmp_path / "shared")
    ended = prune(home, "--yes")
    assert "other home folders may use it" in ended.stdout
    assert (tmp_path / "shared" / packages.name).exists()


@pytest.mark.parametrize("option", ["--what", "--home=/nowhere/at/all"])
def test_a_mistake_is_one_sentence(home: Path, option: str) -> None:
    home.mkdir()
    ended = prune(home, option)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert len(ended.stderr.splitlines()) == 1
