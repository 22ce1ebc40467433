"""A function whose process is a plain one, without any room around it: quick to start."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import localaws.functions.inside as inside
from localaws.functions.execution.environment import variables
from localaws.functions.execution.executor import Executor
from localaws.functions.execution.invocation import Invocation, Outcome
from localaws.functions.execution.process import Serve
from localaws.functions.function import Code, Configuration
from localaws.functions.packages.layout import RUNTIME, python_command
from localaws.functions.versions import Target
from localaws.runtime.protocol import Response

ARN = "arn:aws:lambda:eu-west-1:000000000000:function:greet"
PROGRAMS = Path(inside.__file__).parent


class PlainProcess:
    """A handle of a process without any room around it."""

    out_of_memory = False

    def __init__(self, process: subprocess.Popen[bytes], on_line: Callable[[str], None]) -> None:
        self.process = process
        self._reader = threading.Thread(target=self._read, args=(on_line,), daemon=True)
        self._reader.start()

    def _read(self, on_line: Callable[[str], None]) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            on_line(line.decode().removesuffix("\n"))

    def wait(self, timeout: float | None = None) -> int | None:
        code = self.process.wait(timeout)
        self._reader.join(1)
        return code if code >= 0 else 128 - code

    def usage(self) -> None:
        pass

    def signal(self, signum: int) -> None:
        self.process.send_signal(signum)

    def request(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes, timeout: float
    ) -> Response:
        raise AssertionError("nobody asks a function's port 8080")


class Functions:
    """A function of one file, and what its log has."""

    def __init__(self, folder: Path) -> None:
        self.task = folder / "var" / "task"
        self.runtime = folder / "var" / "runtime"
        self.task.mkdir(parents=True)
        self.runtime.mkdir()
        for program in PROGRAMS.iterdir():
            if program.is_file():
                shutil.copy(program, self.runtime)
        self.log: list[str] = []
        self.starts = 0
        self.processes: list[PlainProcess] = []
        self.configuration = Configuration(
            role="r", code=Code("0" * 64, 1), runtime="python3.11", handler="app.handler"
        )
        self.reserved: dict[str, int] = {}
        self.executor = Executor(self._make, time.time, lambda: self.reserved, init_limit=2.0)

    def write(self, source: str) -> None:
        (self.task / "app.py").write_text(source)

    def invoke(self, payload: object = None, **changes: object) -> Outcome:
        done = threading.Event()
        outcomes: list[Outcome] = []

        def report(outcome: Outcome) -> None:
            outcomes.append(outcome)
            done.set()

        self.executor.invoke(self.invocation(payload, **changes), report)
        assert done.wait(20)
        return outcomes[0]

    def invocation(self, payload: object = None, **changes: object) -> Invocation:
        configuration = replace(self.configuration, **changes)  # type: ignore[arg-type]
        target = Target(ARN, "$LATEST", configuration)
        return Invocation(
            f"id-{time.monotonic_ns()}", "greet", target, json.dumps(payload).encode()
        )

    def _make(self, invocation: Invocation) -> FunctionProcess:
        self.starts += 1
        return FunctionProcess(self, invocation)


class FunctionProcess:
    """A function's process, started as a plain one."""

    def __init__(self, functions: Functions, invocation: Invocation) -> None:
        self._log = functions.log
        self._processes = functions.processes
        self._runtime = functions.runtime
        self._target = invocation.target

    def start(self, serve: Serve, on_line: Callable[[str], None]) -> PlainProcess:
        listening = socket.create_server(("127.0.0.1", 0))
        port = listening.getsockname()[1]
        serve(listening, False)
        configuration = self._target.configuration
        platform = {"AWS_REGION": "eu-west-1", "PATH": os.defpath, "PYTHONDONTWRITEBYTECODE": "1"}
        process = subprocess.Popen(
            _command(self._runtime, configuration.runtime),
            env=variables(
                *("greet", self._target.version, configuration, platform, f"127.0.0.1:{port}"),
                *("/aws/lambda/greet", "stream"),
            ),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
        )
        started = PlainProcess(process, on_line)
        self._processes.append(started)
        return started

    def write(self, event: str) -> None:
        self._log.append(event)

    def ended(self) -> None:
        pass


def _command(folder: Path, runtime: str) -> list[str]:
    if runtime.startswith("python"):
        return [sys.executable, *(w.replace(RUNTIME, str(folder)) for w in python_command()[1:])]
    return [shutil.which("node") or "node", str(folder / "bootstrap.mjs")]
