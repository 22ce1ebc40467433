"""A package index that cannot be reached is told as that, after few attempts."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from localaws.images.changes import Install, InstallFailed
from localaws.images.environments import Environments
from localaws.images.package_index import settings, unreachable
from localaws.images.python_base import find_python

RETRYING = (
    "WARNING: Retrying (Retry(total={left}, connect=None, read=None, redirect=None, status=None)) "
    "after connection broken by '{why}': /simple/some-package/\n"
)
NOTHING = "ERROR: No matching distribution found for some-package\n"
REFUSED = "NewConnectionError('<pip._vendor… object at 0x7f>: Failed to establish a new connection: [Errno 111] Connection refused')"
UNKNOWN = "NewConnectionError('<pip._vendor… object at 0x7f>: Failed to establish a new connection: [Errno -2] Name or service not known')"
PROXY = "ProxyError('Cannot connect to proxy.', OSError('Tunnel connection failed: 403 Forbidden'))"


@pytest.mark.parametrize(
    ("why", "said"),
    [
        (REFUSED, "Connection refused"),
        (UNKNOWN, "Name or service not known"),
        (PROXY, "Tunnel connection failed: 403 Forbidden"),
        (
            "SSLError(SSLCertVerificationError(1, '[SSL: X] certificate verify failed: self'))",
            "cert",
        ),
        ("ConnectTimeoutError('Connection to it timed out. (connect timeout=15)')", "timed out"),
        ("SomethingNew()", "SomethingNew()"),
    ],
)
def test_pip_gave_an_index_up(why: str, said: str) -> None:
    told = unreachable(
        [RETRYING.format(left=1, why=why), RETRYING.format(left=0, why=why), NOTHING]
    )
    assert told is not None
    assert told.startswith("no package index could be reached to look for some-package (")
    assert said in told
    assert "PIP_INDEX_URL" in told


def test_uv_gave_an_index_up() -> None:
    lines = [
        "error: Request failed after 1 retry in 1.0s\n",
        "  cause: Failed to fetch: https://index.example/simple/some-package/\n",
        "  cause: client error (Connect)\n",
        "  cause: dns error\n",
        "  cause: failed to lookup address information: Name or service not known\n",
    ]
    told = unreachable(lines)
    assert told is not None
    assert "look for some-package (failed to lookup address information: Name or" in told


@pytest.mark.parametrize(
    "lines",
    [
        [],
        [NOTHING],  # the index was reached and has none
        [RETRYING.format(left=0, why=REFUSED)],  # another index had it
        [RETRYING.format(left=3, why=REFUSED), NOTHING],  # it was reached in the end
        ["error: Failed to build `some-package`\n"],
    ],
)
def test_another_failure_is_another(lines: list[str]) -> None:
    assert unreachable(lines) is None


def test_the_users_own_number_of_attempts_stays() -> None:
    assert "PIP_RETRIES" not in settings({"PIP_RETRIES": "9"})
    assert settings({})["PIP_RETRIES"] == "1"


@contextmanager
def proxy() -> Iterator[tuple[str, list[str]]]:
    """One that refuses every request; its address, and what it was asked for."""
    asked: list[str] = []

    class Refuses(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            asked.append(self.rfile.readline().decode())
            self.wfile.write(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Refuses) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}", asked
        server.shutdown()


@pytest.fixture
def python_environments(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Environments:
    for name in ("PIP_FIND_LINKS", "PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "PIP_RETRIES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    return Environments(tmp_path, (tmp_path / "said").open("w"))


def refused(made: Environments, *options: str) -> str:
    install = Install(("some-package",), (*options, "some-package"))
    with pytest.raises(InstallFailed) as failed:
        made.ensure(find_python(""), [install])
    return str(failed.value)


def test_a_proxy_that_refuses_is_asked_twice(python_environments: Environments) -> None:
    with proxy() as (address, asked):
        index = ("--index-url", "https://index.invalid/simple", "--proxy", address)
        said = refused(python_environments, *index)
    assert said.startswith("`pip install some-package` failed: no package index could be reached")
    assert "403 Forbidden" in said
    assert len(asked) == 2
