"""What the commands write on, and which AWS they say they talk to."""

from __future__ import annotations

from rich.console import Console

from stepline.target import Target

# Nothing is folded, so that a command or an ARN can be copied: the terminal wraps it, a pipe has it whole.
out = Console(soft_wrap=True)
err = Console(stderr=True, soft_wrap=True)


def announced_target() -> Target:
    """The AWS that this shell means, after a line on stderr that names it."""
    target = Target.current()
    err.print(f"On {target}", style="dim", highlight=False)
    return target


def announced_account() -> Target:
    """The same for a command that deploys or deletes: the line names account and region too.

    Raises:
        UserError: there are no credentials, or AWS does not take them.
    """
    target = Target.current()
    where = f"On {target}, account {target.account()}, region {target.region}"
    err.print(where, style=None if target.embedded else "bold", highlight=False, soft_wrap=True)
    return target
