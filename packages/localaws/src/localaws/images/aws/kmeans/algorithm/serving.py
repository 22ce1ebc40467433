"""What ``serve`` runs: the formats and the server are ``built_in``'s."""

from __future__ import annotations

from built_in import serving
from built_in.responses import Form

from .model import load

FORM = Form(csv=True)


def main() -> int:
    """Serve the model of this container; returns the exit code."""
    code: int = serving.main(load, FORM)
    return code
