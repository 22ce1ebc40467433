"""What the commands write on, and which AWS they say they talk to."""

from __future__ import annotations

from rich.console import Console

from stepline.target import Target

out = Console(soft_wrap=False)
err = Console(stderr=True)


def announced_target() -> Target:
    """The AWS that this shell means, after a line on stderr that names it."""
    target = Target.current()
    err.print(f"On {target}", style="dim", highlight=False)
    return target
