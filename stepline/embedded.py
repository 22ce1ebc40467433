"""Starts and stops the embedded AWS as a program of its own, and knows whether one runs.

All that is known of it is its command line, the ``server.lock`` and ``server.json`` in its home folder,
and what it says over HTTP (``identity``).
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from stepline import identity, lock_holder, locks, proxies, server_record
from stepline.errors import UserError
from stepline.identity import Absent, Astray, Passing, Running

USUAL_PORT = 4566
READY_WITHIN = 60.0  # seconds; it takes three on an idle machine
STOPPED_WITHIN = 60.0  # seconds; endpoints drain for up to 30
KILLED_WITHIN = 10.0  # seconds, for one that would not stop


def home() -> Path:
    """The folder that the embedded AWS keeps its images, logs and ``server.json`` in."""
    return Path(os.environ.get("LOCALAWS_HOME") or ".stepline").absolute()


def not_writable(error: OSError) -> UserError:
    """What to say where the home folder is not ours to write to."""
    return UserError(
        f"The folder {home()} cannot be written to ({error.strerror}). "
        "The embedded AWS keeps its images and logs there: name another one in LOCALAWS_HOME."
    )


@dataclass(frozen=True)
class Server:
    """A running embedded AWS. ``environment`` is what a client or the CDK CLI needs."""

    pid: int
    endpoint: str
    region: str
    runtime: str
    why: str  # jobs run so
    warning: str  # what that does not hold back, in a sentence; mostly ""
    environment: dict[str, str]


def running() -> Server | None:
    """The embedded AWS of this folder, or None where none runs; one that starts is waited for.

    Raises:
        UserError: one runs, and it cannot be spoken to.
    """
    deadline = time.monotonic() + READY_WITHIN
    while isinstance(state := identity.observe(home()), Passing):
        if time.monotonic() > deadline:
            raise _astray(f"it has neither started nor stopped within {READY_WITHIN:.0f} s")
        time.sleep(0.05)
    match state:
        case Running():
            return _server(state)
        case Astray(why):
            raise _astray(why)
    return None


def lost(asked: str) -> UserError | None:
    """What to say where nobody answers at the URL ``asked``, if this folder's was killed there."""
    try:
        record = server_record.read(home())
    except server_record.Unusable:
        return None
    if record is None or not f"{asked}/".startswith(f"{record.endpoint}/"):
        return None
    if not isinstance(identity.observe(home()), Absent):
        return None
    return UserError(
        f"The embedded AWS at {record.endpoint} was killed, and its account is gone with it. "
        "`stepline up` starts it with a fresh one, `stepline up --keep` goes on with the state machines "
        "and executions, whose jobs have failed."
        + " With make: `make run`, `make run KEEP=1`." * ("MAKELEVEL" in os.environ)
        + f" What it last did is in {home() / 'server.log'}."
    )


def ensure(
    port: int | None, runtime: str, region: str | None = None, options: Sequence[str] = ()
) -> tuple[Server, bool]:
    """The embedded AWS of this folder, started where none runs, and whether it was started now.

    ``options`` are further words of its command line, for one that is started. No ``port`` is the
    usual one.

    Two programs that ask at once get the same one.

    Raises:
        UserError: it cannot be started, or one runs already in another region or at another port.
    """
    server = running()
    if server is None:
        try:
            with locks.held(home() / "start.lock", wait=True):
                server = running()  # another may have been first
                if server is None:
                    return start(
                        USUAL_PORT if port is None else port, runtime, region, options
                    ), True
        except OSError as error:
            raise not_writable(error) from error
    if region is not None and region != server.region:
        raise UserError(
            f"The embedded AWS of this folder runs already, in the region {server.region}, and {region} "
            "was asked for. Its account would be gone with it: if that is meant, `stepline down` first."
        )
    if port and not server.endpoint.endswith(f":{port}"):
        raise UserError(
            f"The embedded AWS of this folder runs already, at {server.endpoint}, and port {port} was "
            "asked for. Leave the port out to use it, or stop it first: `stepline down`."
        )
    return server, False


def start(
    port: int, runtime: str, region: str | None = None, options: Sequence[str] = ()
) -> Server:
    """Start it in the background and wait until it is ready; ``options`` are its own, as they are.

    Raises:
        UserError: it ended, or was not ready in time; the message is its own.
    """
    try:
        home().mkdir(parents=True, exist_ok=True)
        log = (home() / "server.log").open("wb")
    except OSError as error:
        raise not_writable(error) from error
    command = [sys.executable, "-m", "localaws", "--home", str(home())]
    command += ["--port", str(port), "--runtime", runtime, *options]
    command += ["--region", region] if region is not None else []
    process = None
    try:
        with log, _interruption_later():
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C in this terminal is not meant for it
            )
        return _await_ready(process)
    except BaseException:
        if process is not None:
            process.terminate()
            process.wait(STOPPED_WITHIN)
        raise


@contextmanager
def _interruption_later() -> Iterator[None]:
    """Ctrl-C takes effect at the end of the block: within ``Popen`` it would lose the new process."""
    pressed: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _: pressed.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if pressed:
        raise KeyboardInterrupt


def _await_ready(process: subprocess.Popen[bytes]) -> Server:
    deadline = time.monotonic() + READY_WITHIN
    while time.monotonic() < deadline:
        if process.poll() is not None:
            lines = (home() / "server.log").read_text(errors="replace").strip().splitlines()
            raise UserError(
                _ended(lines[-1] if lines else "The embedded AWS ended without a word.")
            )
        state = identity.observe(home())
        if isinstance(state, Running) and state.pid == process.pid:
            return _server(state)
        time.sleep(0.05)
    raise UserError(
        f"The embedded AWS was not ready within {READY_WITHIN:.0f} s. "
        f"Its log is {home() / 'server.log'}."
    )


def _ended(sentence: str) -> str:
    """Its last sentence; of its options, make knows the port as a variable."""
    with_make = " With make: `make run PORT=0`."
    return sentence + with_make * ("--port" in sentence and "MAKELEVEL" in os.environ)


def stop() -> bool:
    """Stop it and all it started; False where none runs.

    It is asked to; if it cannot be asked, the process that holds its lock is told to end, by a signal.

    Raises:
        UserError: it did not end, or there is no telling which process it is.
    """
    state = identity.observe(home())
    if isinstance(state, Absent):
        return False
    lock = home() / identity.LOCK
    with lock_holder.found(lock) as holder:
        asked = isinstance(state, Running) and identity.ask_to_stop(state.record)
        if holder is None:
            if not asked and _may_be_held(lock):
                raise UserError(_nobody_to_end(state))
            return _await_free(lock)
        try:
            if not asked:
                holder.end(signal.SIGTERM)
            if not holder.ended(STOPPED_WITHIN):
                holder.end(signal.SIGKILL)  # its jobs end with it
                if not holder.ended(KILLED_WITHIN):
                    raise UserError(f"The embedded AWS (process {holder.pid}) does not end.")
        except PermissionError as error:
            raise UserError(
                f"The embedded AWS of {home()} is the process {holder.pid} of another user, "
                "who alone can stop it."
            ) from error
    return True


def _may_be_held(lock: Path) -> bool:
    try:
        return lock_holder.is_held(lock)
    except OSError:  # the state says why
        return True


def _await_free(lock: Path) -> bool:
    deadline = time.monotonic() + STOPPED_WITHIN
    while lock_holder.is_held(lock):
        if time.monotonic() > deadline:
            raise UserError(f"The embedded AWS of {home()} did not stop in time.")
        time.sleep(0.05)
    return True


def _nobody_to_end(state: identity.State) -> str:
    """Where the kernel does not tell who holds a lock (macOS): what a person can look at."""
    why = state.why if isinstance(state, Astray) else "it cannot be asked to stop"
    written = locks.holder(home() / identity.LOCK)
    look = (
        f"It wrote the process id {written} down when it started: see that this still is "
        f"`python -m localaws` (`ps -p {written}`), then `kill {written}`."
        if written
        else f"See who has {home() / identity.LOCK} open, and end that process."
    )
    return f"An embedded AWS runs in {home()}, but {why}, and this system does not tell its process. {look}"


def _server(state: Running) -> Server:
    record = state.record
    return Server(
        pid=state.pid,
        endpoint=record.endpoint,
        region=record.region,
        runtime=record.runtime,
        why=record.why,
        warning=record.warning,
        environment={**record.environment, **proxies.passed_by(os.environ, record.environment)},
    )


def _astray(why: str) -> UserError:
    return UserError(
        f"An embedded AWS holds the folder {home()}, but {why}. "
        "Stop it with `stepline down`, then start one with `stepline up`."
    )
