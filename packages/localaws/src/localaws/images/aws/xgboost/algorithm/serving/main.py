"""The entry point of ``serve``: load the model, serve until SIGTERM."""

from __future__ import annotations

import os
import sys

from built_in.server import serve

from ..paths import Paths
from .invocation import ServedModel
from .model import ModelError, load
from .settings import Settings, SettingsError


def main() -> int:
    """Returns the exit code: 0 after SIGTERM, 1 where there is nothing to serve."""
    try:
        settings = Settings.of(os.environ)
        model = load(Paths.of_this_container().model, is_ensemble=settings.is_ensemble)
    except (ModelError, SettingsError) as error:
        print(f"error: {error}", file=sys.stderr, flush=True)
        return 1
    code: int = serve(ServedModel(model, settings), settings.port, model.objective)
    return code
