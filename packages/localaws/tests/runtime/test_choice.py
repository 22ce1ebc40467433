"""Which runtime is chosen, and what is said about it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from localaws.images.store import ImageStore
from localaws.runtime import choice, choose, choose_for_zips
from localaws.runtime.protocol import ContainerSpec, RuntimeRefused

from ..runtimes import unavailable


def test_namespaces_are_the_first_choice(home: Path, images: ImageStore, namespaces: str) -> None:
    if namespaces:
        unavailable("namespace", namespaces)
    assert choose(home, images, "auto").name == "namespace"


REFUSED = "this machine refuses namespaces (unshare: Operation not permitted)"
# An engine that works up to a point: it answers what a line says, and so is no engine.
ENGINE = """#!/bin/sh
echo "$*" >> "$(dirname "$0")/asked"
case "$*" in
{responses}
esac
"""
INFO = 'info) exit 0;;\n"info --format {{.MemoryLimit}}") echo true;;\n'
WORKS = 'import*) exit 0;;\nrun*) echo "exec: /none: not found" >&2; exit 127;;\n'


@pytest.fixture
def engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """A machine without namespaces whose ``docker`` answers by these lines of a case; its folder."""
    monkeypatch.setattr(choice, "why_not", lambda home: "unshare: Operation not permitted")

    def engine(responses: str) -> Path:
        folder = tmp_path / "bin"
        folder.mkdir()
        (folder / "docker").write_text(ENGINE.replace("{responses}", responses))
        (folder / "docker").chmod(0o755)
        (folder / "dirname").symlink_to(shutil.which("dirname") or "")
        monkeypatch.setenv("PATH", str(folder))  # nor is there the machine's own engine
        return folder

    return engine


def test_without_namespaces_a_container_engine_that_runs_a_container_is_taken(
    home: Path, images: ImageStore, engine: Callable[[str], Path]
) -> None:
    folder = engine(INFO + WORKS)
    runtime = choose(home, images, "auto")
    assert runtime.name == "container"
    assert runtime.why == f"docker: {REFUSED}"
    assert runtime.warning == ""
    asked = (folder / "asked").read_text()
    assert "run --rm --network=none localhost/localaws:empty /none" in asked
    with pytest.raises(RuntimeRefused, match="use --runtime process or container"):
        choose(home, images, "namespace")


def test_beside_containers_functions_of_a_zip_run_as_plain_processes_and_that_is_said(
    home: Path, images: ImageStore, engine: Callable[[str], Path]
) -> None:
    engine(INFO + WORKS)
    runtime = choose_for_zips(home, images, choose(home, images, "auto"))
    assert runtime.name == "process"
    assert runtime.warning.startswith("Functions made of a zip run as plain processes: they can")


def test_without_containers_functions_of_a_zip_run_as_everything_does(
    home: Path, images: ImageStore
) -> None:
    chosen = choose(home, images, "process")
    assert choose_for_zips(home, images, chosen) is chosen


@pytest.mark.parametrize(
    ("responses", "why"),
    [
        (
            'info) echo "no daemon" >&2; exit 1;;\n',
            "no container engine works here (docker: no daemon)",
        ),
        (
            INFO + 'import*) exit 0;;\nrun*) echo "crun: mount: denied" >&2; exit 126;;\n',
            "docker runs no container (crun: mount: denied)",
        ),
        (
            INFO + 'import*) echo "no space" >&2; exit 1;;\n',
            "docker runs no container (no space)",
        ),
    ],
)
def test_with_neither_plain_processes_run_and_say_what_they_do_not_hold_back(
    home: Path, images: ImageStore, engine: Callable[[str], Path], responses: str, why: str
) -> None:
    engine(responses)
    runtime = choose(home, images, "auto")
    assert runtime.name == "process"
    assert runtime.why == f"{REFUSED}, and {why}"
    assert runtime.warning.startswith("Jobs run as plain processes: they can read and change what")


def test_the_warning_comes_with_plain_processes_that_were_asked_for_too(
    home: Path, images: ImageStore, namespaces: str
) -> None:
    assert choose(home, images, "process").warning
    if namespaces:
        unavailable("namespace", namespaces)
    assert not choose(home, images, "namespace").warning


def test_macos_has_none_and_is_not_even_asked(
    home: Path, images: ImageStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.platform", "darwin")
    monkeypatch.setattr(choice, "why_not", lambda home: pytest.fail("asked"))
    monkeypatch.setenv("PATH", "/nowhere")
    assert choice._choose(home, images, "auto").why == (
        "this machine refuses namespaces (darwin has none), and no container engine works here "
        "(neither docker nor podman is on the PATH)"
    )


def test_an_unknown_option_is_refused_with_those_that_exist(home: Path, images: ImageStore) -> None:
    with pytest.raises(RuntimeRefused, match="auto, namespace, process, container"):
        choose(home, images, "vm")


def test_a_missing_engine_is_said(
    home: Path, images: ImageStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(RuntimeRefused, match="neither docker nor podman is on the PATH"):
        choose(home, images, "container")


@pytest.mark.parametrize(
    ("text", "serves", "refused"),
    [
        ("open('/opt/ml/input/x')", False, "/opt/ml"),
        ("base = os.environ.get('SAGEMAKER_BASE_DIR', '/opt/ml')", False, ""),
        ("# reads /opt/ml in the cloud\nprint()", False, ""),
        ("app.run(port=8080)", True, "8080"),
        ("app.run(port=8080)", False, ""),
        ("port = os.environ.get('SAGEMAKER_BIND_TO_PORT', 8080)", True, ""),
    ],
)
def test_a_plain_process_refuses_images_that_fix_what_only_a_container_has(
    text: str,
    serves: bool,
    refused: str,
    home: Path,
    images: ImageStore,
    put: Callable[..., str],
    tmp_path: Path,
) -> None:
    image = put({"/opt/program/main.py": text}, command=("true",))
    runtime = choose(home, images, "process")
    spec = ContainerSpec("job/algo-1", image, tmp_path, serves=serves)
    if refused:
        with pytest.raises(RuntimeRefused, match=rf"main.py has {refused} written.*--runtime"):
            runtime.start(spec, print)
    else:
        assert runtime.start(spec, print).wait(30) == 0
