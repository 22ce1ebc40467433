"""Serves an image in the foreground, as ``docker run -p 8080:8080 IMAGE serve`` would."""

from __future__ import annotations

import threading
import time
from pathlib import Path

from localaws.local_mode import building, record
from localaws.local_mode.errors import LocalModeError
from localaws.local_mode.interruption import ending
from localaws.local_mode.options import Serve
from localaws.local_mode.proxy import Proxy
from localaws.runtime.health import Cancelled, NotHealthy, wait_until_healthy
from localaws.runtime.protocol import ContainerSpec
from localaws.server.port import listen

GRACE = 30.0  # seconds from SIGTERM to SIGKILL, SageMaker's


def serve(asked: Serve) -> int:
    """Serve until Ctrl-C, which is the good end; the exit code of the command.

    Raises:
        LocalModeError: there is no model, or the container does not serve or has ended.
        CannotStart: the port is taken.
        RuntimeRefused, DockerfileError, InstallFailed, OSError: the image cannot be run.
    """
    _check_model(asked.ml)
    runtime, tag = building.make_ready(asked)
    name = asked.image.resolve().name
    spec = ContainerSpec(
        name=f"{name}/algo-1", image=tag, ml=asked.ml, arguments=("serve",), serves=True
    )
    with listen(asked.port) as listener:
        address = f"http://localhost:{listener.getsockname()[1]}"
        began = time.monotonic()
        handle = runtime.start(spec, lambda line: print(line, flush=True))
        proxy = Proxy(listener, handle)
        threading.Thread(target=proxy.serve_forever, name="proxy", daemon=True).start()
        try:
            with ending(handle, GRACE) as interrupted:
                wait_until_healthy(handle, asked.healthy_within, interrupted)
                seconds = time.monotonic() - began
                print(
                    f"{name} serves at {address}: /ping answered after {seconds:.1f} s "
                    f"({runtime.name}: {runtime.why}).\n"
                    f"Send to {address}/invocations; Ctrl-C ends it.",
                    flush=True,
                )
                code = handle.wait()
        except Cancelled:
            return 0
        except NotHealthy as error:
            if not interrupted.is_set():
                raise LocalModeError(f"the container does not serve: {error}") from error
            return 0
        finally:
            proxy.shutdown()
    if not interrupted.is_set():
        raise LocalModeError(f"the container has ended by itself, with exit code {code}")
    return 0


def _check_model(ml: Path) -> None:
    model = ml / "model"
    earlier = record.read(ml)
    if not earlier.whole and not record.users_own(ml, "model", earlier.results):
        raise LocalModeError(
            f"what lies in {model} is of a training that did not end well: train again"
        )
    if not record.stamps(ml, ["model"]):
        raise LocalModeError(f"there is no model in {model}: train first, or put one there")
