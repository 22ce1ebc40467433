"""A server that is killed leaves no process behind, whatever the runtime."""

from __future__ import annotations

import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from localaws.images.store import ImageStore
from localaws.runtime import choose
from localaws.runtime.scratch import remove_left_over

from ..runtimes import unavailable
from .test_containers import commands_with

PARENT = """
    import sys, time
    from pathlib import Path
    from localaws.images.store import ImageStore
    from localaws.runtime import choose
    from localaws.runtime.protocol import ContainerSpec
    home, ml, option, image, marker = Path(sys.argv[1]), Path(sys.argv[2]), *sys.argv[3:]
    images = ImageStore(home)
    runtime = choose(home, images, option)
    command = ("sh", "-c", "setsid sleep 1000 & trap '' TERM HUP INT; echo up; while :; do sleep 0.1; done", marker)
    lines = []
    for serves in (False, True):
        spec = ContainerSpec(marker, image, ml, entrypoint=command, serves=serves)
        runtime.start(spec, lines.append)
    while len(lines) < 2:
        time.sleep(0.01)
    print("both", flush=True)
    time.sleep(1000)
"""


@pytest.mark.parametrize("option", ["namespace", "process"])
def test_nothing_runs_on_after_the_server_was_killed(
    option: str,
    home: Path,
    images: ImageStore,
    put: Callable[..., str],
    tmp_path: Path,
    namespaces: str,
) -> None:
    if option == "namespace" and namespaces:
        unavailable("namespace", namespaces)
    marker = f"lifeline-{tmp_path.name}"
    (tmp_path / "ml").mkdir()
    arguments = [str(home), str(tmp_path / "ml"), option, put({}), marker]
    server = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(PARENT), *arguments],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[4],
    )
    assert server.stdout is not None
    assert server.stdout.readline() == "both\n"
    assert len(commands_with(marker)) > 2
    server.send_signal(signal.SIGKILL)
    server.wait()
    server.stdout.close()
    deadline = time.monotonic() + 20
    while commands_with(marker) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert commands_with(marker) == []
    assert list((home / "containers").iterdir()) != []
    choose(home, images, option)  # the next server removes the folders that were left
    remove_left_over(home)
    assert list((home / "containers").iterdir()) == []
