"""Functions in the server's own runtimes: their folders, what they reach, and how long they take."""

from __future__ import annotations

import io
import json
import shutil
import socket
import threading
import uuid
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from moto.logs.models import logs_backends

from localaws.functions.execution.container import PRIVATE_PORT, Containers
from localaws.functions.execution.executor import Executor
from localaws.functions.execution.invocation import Invocation, Outcome
from localaws.functions.function import Code, Configuration, ImageSettings, Layer
from localaws.functions.packages.images import FunctionImages
from localaws.functions.packages.store import Packages
from localaws.functions.versions import Target
from localaws.images import lambda_base
from localaws.runtime import choose, choose_for_zips
from localaws.runtime.namespace import why_not
from localaws.runtime.process_image import ImageConfig, ProcessImage
from localaws.sagemaker.context import ServerContext

from ...runtimes import container_engine, unavailable

ACCOUNT = "000000000000"
ARN = f"arn:aws:lambda:eu-west-1:{ACCOUNT}:function:greet"


class OneImage:
    """Images of which there is one, for every URI."""

    def __init__(self, tree: Path) -> None:
        self._tree = tree

    def resolve(self, _uri: str) -> ProcessImage:
        config = ImageConfig(
            lambda_base.ENVIRONMENT,
            entrypoint=(lambda_base.ENTRYPOINT,),
            command=("app.handler",),
            working_directory=lambda_base.TASK,
        )
        return ProcessImage("an-image", self._tree, config)


class Functions:
    """An executor on one of the machine's runtimes."""

    def __init__(self, home: Path, runtime: str) -> None:
        self.packages = Packages(home, lambda *_: None)
        self.image = home / "image"  # the tree of an image of AWS's base image for functions
        images = FunctionImages(self.packages, OneImage(self.image))
        chosen = choose(home, images, runtime)
        context = ServerContext(
            *(ACCOUNT, home, chosen, "http://localhost:4566"),
            zip_runtime=choose_for_zips(home, images, chosen),
        )
        self.executor = Executor(Containers(context, self.packages), context.clock.seconds)

    def zip(self, **files: str) -> Code:
        return self.zip_of({name.replace("__", "/") + ".py": text for name, text in files.items()})

    def zip_of(self, files: Mapping[str, str]) -> Code:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            for name, text in files.items():
                member = zipfile.ZipInfo(name)
                member.external_attr = 0o100755 << 16
                archive.writestr(member, text)
        stored = self.packages.keep(out.getvalue())
        return Code(stored.sha256, stored.size)

    def invoke(
        self, source: str, payload: object = None, *layers: Code, memory: int = 256
    ) -> Outcome:
        return self.run(self.zip(app=source), payload, *layers, memory=memory)

    def run(self, code: Code, payload: object = None, *layers: Code, **settings: Any) -> Outcome:
        used = tuple(Layer(f"arn:{n}:1", c.sha256, c.size) for n, c in enumerate(layers))
        configuration = replace(
            Configuration("r", code, "python3.11", "app.handler", layers=used), **settings
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


def test_a_runtime_of_its_own_asks_for_its_events(functions: Functions) -> None:
    bootstrap = (
        "#!/usr/bin/env python3\n"
        "import os, urllib.request\n"
        "api = 'http://' + os.environ['AWS_LAMBDA_RUNTIME_API'] + '/2018-06-01/runtime/invocation/'\n"
        "while True:\n"
        "    with urllib.request.urlopen(api + 'next') as event:\n"
        "        request = event.headers['Lambda-Runtime-Aws-Request-Id']\n"
        "        body = event.read()\n"
        "    urllib.request.urlopen(api + request + '/response', body).read()\n"
    )
    code = functions.zip_of({"bootstrap": bootstrap})
    outcome = functions.run(code, {"a": 1}, runtime="provided.al2023", timeout=20)
    assert json.loads(outcome.payload) == {"a": 1}


def test_without_a_bootstrap_there_is_nothing_to_run(functions: Functions) -> None:
    outcome = functions.run(functions.zip_of({"other": ""}), runtime="provided.al2023")
    assert outcome.kind == "Runtime.ExitError"
    assert b"Couldn't find valid bootstrap(s)" in outcome.tail


def test_a_wrapper_script_of_a_layer_starts_the_runtime(functions: Functions) -> None:
    layer = functions.zip_of({"wrap": '#!/bin/sh\nexport SET_BY=the-wrapper\nexec "$@"\n'})
    source = "import os\ndef handler(event, context):\n    return os.environ['SET_BY']"
    wrapped = {"AWS_LAMBDA_EXEC_WRAPPER": "/opt/wrap"}
    outcome = functions.run(functions.zip(app=source), None, layer, environment=wrapped, memory=256)
    assert outcome.payload == b'"the-wrapper"'


def test_where_jobs_run_as_containers_a_function_of_a_zip_needs_no_image(tmp_path: Path) -> None:
    container_engine()
    functions = Functions(tmp_path, "container")
    source = "def handler(event, context):\n    return event['a']"
    assert functions.invoke(source, {"a": 1}).payload == b"1"
    functions.executor.close()


def test_a_sandbox_reaches_no_others_runtime_api(functions: Functions) -> None:
    source = (
        "import os\ndef handler(event, context):\n    return os.environ['AWS_LAMBDA_RUNTIME_API']"
    )
    api = json.loads(functions.invoke(source).payload)
    if api != f"127.0.0.1:{PRIVATE_PORT}":
        pytest.skip("its loopback is the machine's; see test_peers")
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.1", PRIVATE_PORT), 1)


@pytest.mark.skipif(not shutil.which("node"), reason="this machine has no Node.js")
def test_a_node_function_runs_with_modules_of_a_layer(functions: Functions) -> None:
    code = functions.zip_of({"app.js": "exports.handler = async (e) => require('shared').who(e)"})
    layer = functions.zip_of(
        {"nodejs/node_modules/shared/index.js": "exports.who = (e) => 'shared ' + e"}
    )
    outcome = functions.run(code, "x", layer, runtime="nodejs22.x", memory=512, timeout=20)
    assert outcome.payload == b'"shared x"'


def test_an_image_of_awss_base_image_has_its_handler_in_its_command(functions: Functions) -> None:
    task = functions.image / "var" / "task"
    (task / "deep").mkdir(parents=True)
    (task / "app.py").write_text(
        "import os\ndef handler(event, context):\n    return [event, os.getcwd()]\n"
        "def other(event, context):\n    return os.environ['LAMBDA_TASK_ROOT']"
    )
    image: dict[str, Any] = {"runtime": "", "handler": "", "timeout": 20, "memory": 256}
    event, folder = json.loads(functions.run(Code("", 0, "an:image"), 7, **image).payload)
    assert event == 7
    assert folder.endswith("/var/task")
    image["image"] = ImageSettings(command=("app.other",), working_directory="/var/task/deep")
    other = functions.run(Code("", 0, "an:image"), 7, revision="2", **image)
    assert json.loads(other.payload).endswith("/var/task")
