"""What every runtime promises, on each one that this machine has, with real processes."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from localaws.runtime.protocol import ImageNotFound, NotServing, Runtime, RuntimeRefused

from .conftest import SERVE, Started

Put = Callable[..., str]
Start = Callable[..., Started]
PROGRAM = {
    "environment": {"PATH": "/opt/program:/usr/local/bin:/usr/bin:/bin"},
    "working_directory": "/opt/program",
}


def script(*lines: str) -> str:
    return "\n".join(["#!/bin/sh", *lines, ""])


def test_a_program_reads_and_writes_its_opt_ml(put: Put, start: Start, tmp_path: Path) -> None:
    ml = tmp_path / "ml"
    (ml / "input").mkdir(parents=True)
    (ml / "input" / "in").write_text("content")
    body = script('ml="${SAGEMAKER_BASE_DIR:-/opt/ml}"', 'cp "$ml/input/in" "$ml/out"')
    container = start(put({"/opt/program/train": body}, **PROGRAM), "train", ml=ml)
    assert container.end() == 0
    assert (ml / "out").read_text() == "content"


def test_paths_in_arguments_and_environment_lead_to_opt_ml(
    put: Put, start: Start, tmp_path: Path
) -> None:
    ml = tmp_path / "ml"
    ml.mkdir()
    (ml / "a").write_text("by argument\n")
    (ml / "b").write_text("by variable\n")
    body = script('cat "$1"', 'cat "$B"', "echo $URL")
    container = start(
        put({"/opt/program/show": body}, **PROGRAM),
        *("show", "/opt/ml/a"),
        ml=ml,
        environment={"B": "/opt/ml/b", "URL": "s3://bucket/opt/ml/b"},
    )
    assert container.end() == 0
    assert container.lines == ["by argument", "by variable", "s3://bucket/opt/ml/b"]


def test_the_images_files_are_in_place_and_a_run_leaves_them_as_they_are(
    put: Put, start: Start
) -> None:
    body = script("cat data.txt", "echo changed > data.txt", "cat data.txt", "touch new", "ls")
    image = put({"/opt/program/train": body, "/opt/program/data.txt": "first\n"}, **PROGRAM)
    expected = ["first", "changed", "data.txt", "new", "train"]
    for _ in range(2):
        container = start(image, "train")
        assert container.end() == 0
        assert container.lines == expected


def test_files_of_the_image_below_opt_ml_are_there_beside_the_jobs(
    put: Put, start: Start, tmp_path: Path
) -> None:
    ml = tmp_path / "ml"
    (ml / "code").mkdir(parents=True)
    (ml / "code" / "mine").write_text("the job's\n")
    image = put({"/opt/ml/code/mine": "the image's\n", "/opt/ml/code/more": "more\n"})
    container = start(image, ml=ml, entrypoint=("cat", "/opt/ml/code/mine", "/opt/ml/code/more"))
    assert container.end() == 0
    assert container.lines == ["the job's", "more"]


def test_entrypoint_and_command_follow_dockers_rules(put: Put, start: Start) -> None:
    image = put({}, entrypoint=("echo", "e"), command=("c",))
    for spec, said in (
        ({}, "e c"),
        ({"arguments": ("train",)}, "e train"),
        ({"entrypoint": ("echo", "x")}, "x"),
        ({"entrypoint": ("echo", "x"), "arguments": ("y",)}, "x y"),
    ):
        container = start(image, **{"arguments": None, **spec})
        assert (container.end(), container.lines) == (0, [said])


def test_the_environment_is_the_images_and_the_requests_and_no_secret_of_the_servers(
    put: Put, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET_OF_THE_SERVER", "x")
    monkeypatch.setenv("PYTHONPATH", "/nowhere")
    image = put({}, environment={"A": "image", "B": "image"})
    container = start(image, entrypoint=("env",), environment={"B": "request"})
    assert container.end() == 0
    variables = dict(line.split("=", 1) for line in container.lines)
    assert (variables["A"], variables["B"]) == ("image", "request")
    assert not {"SECRET_OF_THE_SERVER", "PYTHONPATH"} & set(variables)
    assert variables["HOSTNAME"] == "algo-1"


@pytest.mark.parametrize(
    ("command", "code", "line"),
    [
        ("train", 127, 'exec: "train": executable file not found in $PATH'),
        ("/no/train", 127, 'exec: "/no/train": stat /no/train: no such file or directory'),
        ("unready", 126, 'exec: "unready": permission denied'),
        ("headless", 126, 'exec: "headless": exec format error'),
    ],
)
def test_a_command_that_cannot_start_fails_as_docker_says(
    put: Put, start: Start, command: str, code: int, line: str
) -> None:
    image = put({"/opt/program/unready": "echo\n", "/opt/program/headless": "#!\n"}, **PROGRAM)
    container = start(image, command)
    assert container.end() == code
    assert container.lines == [line]


def test_an_exit_code_and_a_deadly_signal_are_reported(put: Put, start: Start) -> None:
    image = put({})
    assert start(image, entrypoint=("sh", "-c", "exit 3")).end() == 3
    assert start(image, entrypoint=("sh", "-c", "kill -9 $$")).end() == 128 + 9


def test_a_signal_reaches_the_first_process(put: Put, start: Start) -> None:
    body = script("trap 'echo saving; exit 7' TERM", "echo ready", "while :; do sleep 0.05; done")
    container = start(put({"/opt/program/train": body}, **PROGRAM), "train")
    container.until_said("ready")
    assert container.handle.wait(0) is None
    container.handle.signal(signal.SIGTERM)
    assert container.end() == 7
    assert container.lines[-1] == "saving"
    container.handle.signal(signal.SIGTERM)  # it has ended: nothing happens


def test_a_program_that_ignores_the_polite_signal_is_killed(put: Put, start: Start) -> None:
    body = script("trap '' TERM", "echo ready", "while :; do sleep 0.05; done")
    container = start(put({"/opt/program/train": body}, **PROGRAM), "train")
    container.until_said("ready")
    container.handle.signal(signal.SIGTERM)
    assert container.handle.wait(0.2) is None
    container.handle.signal(signal.SIGKILL)
    assert container.end() == 128 + 9


def test_what_a_program_leaves_running_ends_with_it(put: Put, start: Start, tmp_path: Path) -> None:
    ml = tmp_path / "ml"
    ml.mkdir()
    marker = f"left-{os.getpid()}-{tmp_path.name}"
    body = script(f"setsid sh -c 'while :; do sleep 0.05; done' {marker} &", "sleep 0.2", "exit 0")
    container = start(put({"/opt/program/train": body}, **PROGRAM), "train", ml=ml)
    assert container.end() == 0
    assert commands_with(marker) == []


def test_a_million_lines_arrive_in_order(put: Put, start: Start) -> None:
    container = start(put({}), entrypoint=("seq", "1000000"))
    assert container.end() == 0
    assert len(container.lines) == 1_000_000
    assert (container.lines[0], container.lines[-1]) == ("1", "1000000")


def test_a_listener_that_fails_does_not_stop_the_program(
    put: Put, runtime: Runtime, tmp_path: Path
) -> None:
    from localaws.runtime.protocol import ContainerSpec

    def fails(line: str) -> None:
        raise ValueError(line)

    spec = ContainerSpec("job/algo-1", put({}), tmp_path, entrypoint=("seq", "200000"))
    assert runtime.start(spec, fails).wait(60) == 0


def test_an_unknown_image_and_an_image_without_a_command_are_refused(
    put: Put, start: Start
) -> None:
    with pytest.raises(ImageNotFound, match="manifest for none:1 not found"):
        start("none:1")
    with pytest.raises(RuntimeRefused, match="no command specified"):
        start(put({}))


def test_two_containers_serve_at_once_each_on_its_own_port_8080(put: Put, start: Start) -> None:
    image = put({"/opt/program/serve": SERVE}, **PROGRAM)
    first, second = (
        start(image, "serve", name=f"endpoint/{who}", environment={"WHO": who}, serves=True)
        for who in ("one", "two")
    )
    assert first.until_serving().body == b"one"
    assert second.until_serving().body == b"two"
    answer = first.handle.request(
        "POST", "/invocations", {"Content-Type": "x/y"}, b"\0\xff" * 70000, 5
    )
    assert (answer.status, answer.headers["x-type"], answer.body) == (200, "x/y", b"\0\xff" * 70000)
    first.handle.signal(signal.SIGTERM)
    assert first.end() == 0
    with pytest.raises(NotServing):
        first.handle.request("GET", "/", {}, b"", 5)
    assert second.handle.request("GET", "/", {}, b"", 5).body == b"two"


def test_sixteen_clients_are_answered_at_once(put: Put, start: Start) -> None:
    image = put({"/opt/program/serve": SERVE}, **PROGRAM)
    container = start(image, "serve", environment={"WHO": "x"}, serves=True)
    container.until_serving()
    responses: list[bytes] = []

    def client(number: int) -> None:
        for count in range(20):
            body = f"{number}-{count}".encode()
            responses.append(container.handle.request("POST", "/", {}, body, 20).body)

    clients = [threading.Thread(target=client, args=(n,)) for n in range(16)]
    for each in clients:
        each.start()
    for each in clients:
        each.join()
    assert sorted(responses) == sorted(f"{n}-{c}".encode() for n in range(16) for c in range(20))


def test_a_server_that_dies_within_a_request_is_not_serving(put: Put, start: Start) -> None:
    container = start(
        put({"/opt/program/serve": SERVE}, **PROGRAM),
        "serve",
        environment={"WHO": "x"},
        serves=True,
    )
    container.until_serving()
    with pytest.raises(NotServing):
        container.handle.request("GET", "/die", {}, b"", 5)
    assert container.end() == 9


def test_nothing_of_a_container_stays_on_disk_or_open(put: Put, start: Start, home: Path) -> None:
    image = put({"/opt/program/serve": SERVE}, **PROGRAM)

    def once() -> None:
        container = start(image, "serve", environment={"WHO": "x"}, serves=True)
        container.until_serving()
        container.handle.signal(signal.SIGTERM)
        container.end()

    once()
    before = open_files()
    for _ in range(3):
        once()
    # The threads of an ended container clean up behind its end.
    deadline = 100
    while (open_files() > before or list((home / "containers").iterdir())) and deadline:
        threading.Event().wait(0.05)
        deadline -= 1
    assert open_files() <= before
    assert list((home / "containers").iterdir()) == []


def open_files() -> int:
    return len(os.listdir("/dev/fd"))  # noqa: PTH208


def commands_with(marker: str) -> list[str]:
    """The command lines of running processes that mention a word."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            command = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if marker in command:
            found.append(command)
    return found
