"""The entry point of ``serve``: load the model, serve until SIGTERM."""

from __future__ import annotations

import os
import signal
import sys
import threading

from ..paths import Paths
from .invocation import ServedModel
from .model import ModelError, load
from .server import SECONDS_UNTIL_SEEN, InvocationServer
from .settings import Settings, SettingsError


def main() -> int:
    """Returns the exit code: 0 after SIGTERM, 1 where there is nothing to serve."""
    try:
        settings = Settings.of(os.environ)
        model = load(Paths.of_this_container().model, is_ensemble=settings.is_ensemble)
    except (ModelError, SettingsError) as error:
        print(f"error: {error}", file=sys.stderr, flush=True)
        return 1
    server = InvocationServer(ServedModel(model, settings))
    # From a thread of its own: shutdown waits for the loop that a signal handler interrupts.
    signal.signal(signal.SIGTERM, lambda *_: threading.Thread(target=server.shutdown).start())
    print(f"serving a {model.objective} model on port {settings.port}", flush=True)
    server.serve_forever(SECONDS_UNTIL_SEEN)
    server.server_close()
    server.drain()
    return 0
