"""How a Dockerfile's command is refused that a process image cannot honour."""

WAY_OUT = "with docker or podman it works: choose --runtime container"


class Refused(Exception):
    """The command cannot be honoured here; the message names it."""
