"""The life of the server: take the home folder and the port, load, serve, stop.

What can be wrong with the command is found before anything heavy is loaded.
"""

from __future__ import annotations

import logging
import os
import shlex
import shutil
import signal
import socket
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from types import FrameType

from localaws import bypass
from localaws.server import options, port
from localaws.server.errors import CannotStart
from localaws.server.gate import Guard, Peers, Token
from localaws.server.home import Home, Identity, Record, open_private
from localaws.server.options import Options
from localaws.server.stop_request import StopRequest

ACCOUNT = "123456789012"

log = logging.getLogger(__name__)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run until a signal comes; the exit code."""
    chosen = options.parse(arguments)
    stop = _stop_on_signals()
    try:
        home = Home.take(chosen.home)
        try:
            listeners = port.listen_on_loopback(chosen.port)
            try:
                _log_to(home.log_file)
            except OSError as error:
                raise CannotStart(
                    f"The log {home.log_file} cannot be written ({error.strerror}). "
                    "Move aside what is there, or name another folder with --home."
                ) from error
            guard = Guard(Peers.of_this_machine(), _token(chosen), chosen.token)
            _serve(chosen, home, listeners, guard, stop)
        finally:
            home.release()
    except CannotStart as error:
        print(f"localaws: {error}", file=sys.stderr)
        return 1
    return 0


def _token(chosen: Options) -> Token:
    try:
        return Token.of(chosen.home)
    except OSError as error:
        raise CannotStart(
            f"The token in the home folder {chosen.home} can be neither read nor written "
            f"({error.strerror}). Remove it, or name another folder with --home."
        ) from error


def _serve(
    chosen: Options,
    home: Home,
    listeners: list[socket.socket],
    guard: Guard,
    stop: StopRequest,
) -> None:
    # Late, because they take seconds to load: a mistake in the command should not.
    from localaws.server.assembly import Assembly

    number = listeners[0].getsockname()[1]
    environment = _environment(number, chosen, guard.access_key)
    os.environ.update(environment)  # moto's own clients are to find this server
    os.environ["MOTO_PORT"] = str(number)
    identity = Identity()
    assembly = Assembly(chosen, ACCOUNT, listeners, guard, identity, stop.make)
    assembly.start()
    try:
        record = Record(
            pid=os.getpid(),
            port=number,
            endpoint=environment["AWS_ENDPOINT_URL"],
            region=chosen.region,
            account=ACCOUNT,
            runtime=assembly.runtime.name,
            why=assembly.runtime.why,
            warning=assembly.warning,
            environment=environment,
            identity=identity,
        )
        _warn(record.warning)
        home.announce(record)
        for name, value in environment.items():
            print(f"export {name}={shlex.quote(value)}")
        print(f"# ready, runtime: {record.runtime} ({record.why}); Ctrl-C stops it", flush=True)
        if chosen.lifeline:
            threading.Thread(target=_await_end_of_input, args=(stop,), daemon=True).start()
        stop.wait()
    finally:
        log.info("stopping")
        home.withdraw()
        assembly.stop()


def _warn(warning: str) -> None:
    """Say on standard error and in the log, which may be one, what the runtime does not hold back."""
    if warning:
        log.warning("%s", warning)
        if not any(type(h) is logging.StreamHandler for h in logging.getLogger().handlers):
            print(f"localaws: {warning}", file=sys.stderr, flush=True)


def _environment(number: int, chosen: Options, access_key: str) -> dict[str, str]:
    endpoint = f"http://localhost:{number}"
    environment = {
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_ENDPOINT_URL_S3": endpoint,
        "AWS_ACCESS_KEY_ID": access_key,
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_REGION": chosen.region,
        "AWS_DEFAULT_REGION": chosen.region,
        # Or StartSyncExecution asks a host of its own, sync-localhost.
        "AWS_DISABLE_HOST_PREFIX_INJECTION": "true",
        "LOCALAWS_HOME": str(chosen.home),
        **bypass.no_proxy(os.environ),
    }
    beside = Path(sys.executable).parent / "localaws-docker"
    docker = str(beside) if beside.exists() else shutil.which("localaws-docker")
    return environment | ({"CDK_DOCKER": docker} if docker else {})


def _stop_on_signals() -> StopRequest:
    """What the first signal makes; a second one ends the process at once.

    Containers end by their own lifelines then.
    """
    stop = StopRequest()

    def on_signal(number: int, _frame: FrameType | None) -> None:
        if stop.is_made:
            os._exit(128 + number)
        stop.make()

    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, on_signal)
    return stop


def _await_end_of_input(stop: StopRequest) -> None:
    while sys.stdin.buffer.read(4096):
        """Whatever is written there means nothing; only the end does."""
    stop.make()


def _log_to(file: Path) -> None:
    """Log to ``server.log``, or to standard error where that is the same file already."""
    handler: logging.Handler
    if file.exists() and os.path.sameopenfile(sys.stderr.fileno(), _opened := os.open(file, 0)):
        os.fchmod(_opened, 0o600)
        os.close(_opened)
        handler = logging.StreamHandler()
    else:
        open_private(file, "w").close()
        handler = logging.FileHandler(file)
    logging.basicConfig(
        level=logging.INFO,
        handlers=[handler],
        format="%(asctime)s %(levelname)s %(name)s: %(message)s",
    )
    for chatty in ("botocore", "boto3", "urllib3", "s3transfer", "werkzeug"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
