"""What a shell's Tab offers for pipelines and stages. Nothing is ever printed, whatever goes wrong."""

from __future__ import annotations

from stepline import catalog
from stepline.errors import UserError

STAGES = ("dev", "prod")  # any other can be typed: a stage is what a stack is deployed for


def pipelines(incomplete: str) -> list[str]:
    """The pipelines of this folder's project."""
    try:
        names = catalog.read().names
    except UserError:  # another folder than the project's
        return []
    return [name for name in names if name.startswith(incomplete)]


def stages(incomplete: str) -> list[str]:
    """The usual ones: asking AWS for those that are deployed would take seconds."""
    return [name for name in STAGES if name.startswith(incomplete)]
