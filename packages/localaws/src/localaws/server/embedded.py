"""The embedded AWS as a context manager, for tests and benchmarks: a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.request import Request, urlopen

import boto3
from botocore.config import Config

_READY_WITHIN = 60.0
_STOPPED_WITHIN = 60.0


class EmbeddedAWS:
    """``with EmbeddedAWS(home=tmp_path) as aws: aws.client("s3").list_buckets()``.

    It runs on a free port and ends with the block, or with this process, whichever is first.

    Attributes:
        options: further arguments of its command line.
        environment: what a program of its own (the AWS CLI, the CDK CLI) has to have exported.
        endpoint, port, region, account, runtime, pid: as ``server.json`` says.
    """

    def __init__(
        self,
        home: Path,
        runtime: str = "auto",
        region: str = "us-east-1",
        port: int = 0,
        options: Sequence[str] = (),
    ) -> None:
        """``options`` are further words of the server's command line."""
        self.home = home
        self.region = region
        self.environment: dict[str, str] = {}
        self.endpoint = self.account = self.runtime = ""
        self.port = self.pid = 0
        self._command = [sys.executable, "-m", "localaws", "--lifeline", "--home", str(home)]
        self._command += ["--port", str(port), "--runtime", runtime, "--region", region]
        self._command += options
        self._process: subprocess.Popen[str] | None = None
        self._clients: dict[tuple[str, str], Any] = {}

    def __enter__(self) -> EmbeddedAWS:
        self._process = subprocess.Popen(
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        record = self._await_record(self._process)
        for name, value in record.items():
            setattr(self, name, value)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.stop()

    def stop(self) -> int:
        """Stop it and wait; the exit code. A second call does nothing."""
        if self._process is None:
            return 0
        process, self._process = self._process, None
        process.terminate()
        try:
            process.communicate(timeout=_STOPPED_WITHIN)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            raise
        return process.returncode

    def client(self, service: str, region: str | None = None) -> Any:
        """A boto3 client of it, the same one at every call."""
        key = (service, region or self.region)
        if key not in self._clients:
            self._clients[key] = boto3.session.Session().client(  # type: ignore[call-overload]
                service,
                endpoint_url=self.endpoint,
                region_name=key[1],
                aws_access_key_id=self.environment["AWS_ACCESS_KEY_ID"],
                aws_secret_access_key=self.environment["AWS_SECRET_ACCESS_KEY"],
                config=Config(
                    retries={"total_max_attempts": 1},
                    max_pool_connections=50,
                    proxies={},
                    inject_host_prefix=False,
                ),
            )
        return self._clients[key]

    def move_clock(self, seconds: float) -> None:
        """Let time pass there at once; it was started with ``--movable-clock``."""
        body = json.dumps({"seconds": seconds}).encode()
        page = f"{self.endpoint}/_localaws/clock"
        with urlopen(Request(page, body, {"Content-Type": "application/json"})) as response:
            response.read()

    def interrupt(self, job: str, capacity_after_seconds: float = 0) -> None:
        """Take the managed spot instances of a training job away; it is to be in Training."""
        asked = {"job": job, "capacity_after_seconds": capacity_after_seconds}
        page = f"{self.endpoint}/_localaws/spot"
        body, headers = json.dumps(asked).encode(), {"Content-Type": "application/json"}
        with urlopen(Request(page, body, headers)) as response:
            response.read()

    def log(self) -> str:
        """The server's log so far."""
        return (self.home / "server.log").read_text()

    def _await_record(self, process: subprocess.Popen[str]) -> dict[str, Any]:
        file = self.home / "server.json"
        deadline = time.monotonic() + _READY_WITHIN
        while process.poll() is None and time.monotonic() < deadline:
            # What a killed server, or anybody, has left there is removed by the one that starts.
            with suppress(FileNotFoundError, IsADirectoryError, ValueError):
                record = json.loads(file.read_text())
                if isinstance(record, dict) and record.get("pid") == process.pid:
                    return record
            time.sleep(0.02)
        process.kill()
        _, said = process.communicate()
        raise RuntimeError(f"the embedded AWS did not start: {said.strip()}")
