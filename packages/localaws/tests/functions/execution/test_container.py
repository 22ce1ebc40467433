"""Functions in the server's own runtimes: their folders, what they reach, and how long they take."""

from __future__ import annotations

import io
import json
import threading
import uuid
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from moto.logs.models import logs_backends

from localaws.functions.execution.container import Containers
from localaws.functions.execution.executor import Executor
from localaws.functions.execution.invocation import Invocation, Outcome
from localaws.functions.function import Code, Configuration, Layer
from localaws.functions.packages.images import FunctionImages
from localaws.functions.packages.store import Packages
from localaws.functions.versions import Target
from localaws.images.store import ImageStore
from localaws.runtime import choose
from localaws.runtime.namespace import why_not
from localaws.sagemaker.context import ServerContext

from ...runtimes import unavailable

ACCOUNT = "000000000000"
ARN = f"arn:aws:lambda:eu-west-1:{ACCOUNT}:function:greet"


class Functions:
    """An executor on one of the machine's runtimes."""

    def __init__(self, home: Path, runtime: str) -> None:
        self.packages = Packages(home, lambda _: None)
        images = FunctionImages(self.packages, ImageStore(home))
        context = ServerContext(
            ACCOUNT, home, choose(home, images, runtime), "http://localhost:4566"
        )
        self.executor = Executor(Containers(context, self.packages), context.clock.seconds)

    def zip(self, **files: str) -> Code:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            for name, text in files.items():
                archive.writestr(name.replace("__", "/") + ".py", text)
        stored = self.packages.keep(out.getvalue())
        return Code(stored.sha256, stored.size)

    def invoke(
        self, source: str, payload: object = None, *layers: Code, memory: int = 256
    ) -> Outcome:
        used = tuple(Layer(f"arn:{n}:1", c.sha256, c.size) for n, c in enumerate(layers))
        configuration = Configuration(
            "r", self.zip(app=source), "python3.11", "app.handler", layers=used, memory=memory
        )
        invocation = Invocation(
            str(uuid.uuid4()),
            "greet",
            Target(ARN, "$LATEST", configuration),
            json.dumps(payload).encode(),
        )
        done = threading.Event()
        outcomes: list[Outcome] = []

        def report(outcome: Outcome) -> None:
            outcomes.append(outcome)
            done.set()

        self.executor.invoke(invocation, report)
        assert done.wait(30)
        return outcomes[0]


@pytest.fixture(params=["namespace", "process"])
def functions(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Functions]:
    if request.param == "namespace" and (why := why_not(tmp_path / "probe")):
        unavailable("namespace", why)
    made = Functions(tmp_path / "home", request.param)
    yield made
    made.executor.close()


def test_a_function_of_a_zip_with_layers_runs_and_logs(functions: Functions) -> None:
    source = "import shared\ndef handler(event, context):\n    print('hello')\n    return [event, shared.who]"
    lower = functions.zip(python__shared="who = 'lower'")
    upper = functions.zip(python__shared="who = 'upper'")
    outcome = functions.invoke(source, {"a": 1}, lower, upper)
    assert json.loads(outcome.payload) == [{"a": 1}, "upper"]
    group = logs_backends[ACCOUNT]["eu-west-1"].groups["/aws/lambda/greet"]
    events = [[event.message for event in stream.events] for stream in group.streams.values()][-1]
    assert events[0] == "INIT_START Runtime Version: python3.11"
    assert events[2] == "hello"
    assert events[4].startswith("REPORT RequestId: ")


def test_it_has_a_folder_for_temporary_files(functions: Functions) -> None:
    source = (
        "import os, tempfile\ndef handler(event, context):\n"
        "    with tempfile.NamedTemporaryFile() as file:\n        return os.getcwd()"
    )
    assert json.loads(functions.invoke(source).payload).endswith("/var/task")


def test_more_memory_than_it_may_have_ends_it(functions: Functions) -> None:
    source = "def handler(event, context):\n    return len(bytearray(600 << 20))"
    outcome = functions.invoke(source, memory=128)
    if outcome.error is None:
        pytest.skip("this machine limits no memory")
    assert json.loads(outcome.payload)["errorType"] == "Runtime.OutOfMemory"
    assert json.loads(outcome.payload)["errorMessage"].endswith("signal: killed")


def test_processes_that_it_leaves_behind_do_not_keep_it(functions: Functions) -> None:
    source = (
        "import subprocess\ndef handler(event, context):\n"
        "    subprocess.Popen(['sleep', '60'])\n    return 1"
    )
    assert functions.invoke(source).payload == b"1"
