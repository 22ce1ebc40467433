"""Which runtime is chosen, and what is said about it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from localaws.images.store import ImageStore
from localaws.runtime import choice, choose
from localaws.runtime.protocol import ContainerSpec, RuntimeRefused

from ..runtimes import unavailable


def test_namespaces_are_the_first_choice(home: Path, images: ImageStore, namespaces: str) -> None:
    if namespaces:
        unavailable("namespace", namespaces)
    assert choose(home, images, "auto").name == "namespace"


def test_without_namespaces_plain_processes_run_and_the_reason_is_said(
    home: Path, images: ImageStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(choice, "why_not", lambda home: "unshare: Operation not permitted")
    runtime = choice._choose(home, images, "auto")
    assert runtime.name == "process"
    assert runtime.why.startswith(
        "this machine refuses namespaces (unshare: Operation not permitted); jobs can read"
    )
    with pytest.raises(RuntimeRefused, match="use --runtime process or container"):
        choose(home, images, "namespace")


def test_macos_has_none_and_is_not_even_asked(
    home: Path, images: ImageStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.platform", "darwin")
    monkeypatch.setattr(choice, "why_not", lambda home: pytest.fail("asked"))
    why = choice._choose(home, images, "auto").why
    assert why.startswith("this machine refuses namespaces (darwin has none); jobs can read")


def test_plain_processes_say_at_each_start_that_they_hold_nothing_back(
    home: Path, images: ImageStore, caplog: pytest.LogCaptureFixture
) -> None:
    said = "jobs can read and change what you can, and reach what this machine can"
    assert said in choose(home, images, "process").why
    assert said in caplog.text


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
