"""The SageMaker Python SDK as a client: a user's program that knows nothing of the embedded AWS."""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from .conftest import Terminal

pytestmark = pytest.mark.end_to_end

PROGRAMS = Path(__file__).parent / "sagemaker_sdk"


class Outside:
    """The way to the internet, as a proxy: it lets nothing through and remembers what was asked."""

    def __init__(self) -> None:
        asked: list[str] = []

        class Refuse(BaseHTTPRequestHandler):
            def do_CONNECT(self) -> None:
                asked.append(self.path)
                self.send_error(403)

            def do_GET(self) -> None:
                self.do_CONNECT()

        self.asked = asked
        self.server = ThreadingHTTPServer(("localhost", 0), Refuse)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def environment(self) -> list[str]:
        """Assignments for ``env``."""
        proxy = f"http://localhost:{self.server.server_port}"
        return [f"{name}_PROXY={proxy}" for name in ("HTTP", "HTTPS")] + ["NO_PROXY=localhost"]


@pytest.fixture
def outside() -> Iterator[Outside]:
    made = Outside()
    yield made
    made.server.shutdown()
    made.server.server_close()


def run(terminal: Terminal, outside: Outside, program: str, *arguments: str) -> tuple[str, Any]:
    """What the program printed, and the object in its last line."""
    python = [sys.executable, "-W", "ignore", str(PROGRAMS / program), *arguments]
    said = terminal.run("exec", "--", "env", *outside.environment, *python)
    return said, json.loads(said.splitlines()[-1])


def test_an_image_of_ones_own_is_trained_deployed_and_asked(
    kept: Terminal, outside: Outside, tmp_path: Path
) -> None:
    kept.run("up", "--port", "0")
    docker = str(Path(sys.executable).parent / "localaws-docker")
    kept.run("exec", "--", docker, "build", "--tag", "mean:1", str(PROGRAMS / "image"))
    numbers = tmp_path / "numbers.csv"
    numbers.write_text("1\n2\n6\n")

    said, seen = run(kept, outside, "own_image.py", "mean:1", str(numbers))

    assert outside.asked == []
    assert seen["role"].endswith(":role/service-role/AmazonSageMaker-ExecutionRole")
    assert seen["bucket"] == "sagemaker-us-east-1-123456789012"
    # The log is shown while the job runs: its line comes before the word of its end.
    assert 0 < said.index("rows=3 mean=3.0;") < said.index("Completed - Training job completed")
    for phase in ("Starting", "Downloading", "Training", "Uploading"):
        assert f"{phase} - " in said
    assert "Billable seconds: " in said
    assert seen["metrics"] == [3.0]
    assert seen["attached"]
    assert "Failed. Reason: AlgorithmError: asked to fail, exit code: 3" in seen["failure"]
    assert seen["csv"] == [["-2.0"], ["2.0"]]
    assert seen["json"] == [-2.0, 2.0]
    assert "CreateTransformJob is not supported by this embedded AWS" in seen["transform"]
    assert (seen["models"], seen["configurations"], seen["endpoints"]) == ([], [], [])

    shown = kept.run("job", seen["job"])
    assert "Billable seconds  " in shown
    assert shown.rstrip().endswith("rows=3 mean=3.0;")
