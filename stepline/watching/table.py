"""The execution as a table that redraws itself on a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from rich.console import Console, Group
from rich.live import Live
from rich.spinner import Spinner
from rich.table import Table
from rich.text import Text

from stepline.durations import spoken
from stepline.executions import Execution
from stepline.history import lines
from stepline.watching.progress import Progress, Standing, standing, trouble

TURNING = Spinner("dots")  # one for all redraws, or it would never get past its first frame
NAME_WIDTH = 32  # of a state's name, at most
MARKS: dict[Standing, tuple[str, str]] = {
    "RUNNING": ("…", "cyan"),
    "SUCCEEDED": ("✓", "green"),
    "CAUGHT": ("↷", "dim"),
    "FAILED": ("✗", "red"),
}


@contextmanager
def on_screen(console: Console, progress: Progress) -> Iterator[Callable[[Execution], None]]:
    """What is called with each look."""
    with Live(console=console, refresh_per_second=8, transient=False) as live:
        yield lambda execution: live.update(
            Group(Text(introduction(execution), style="bold"), draw(execution, progress))
        )


def introduction(execution: Execution) -> str:
    """Which execution it is, and since when."""
    started = execution.started
    since = f", started {started.astimezone():%Y-%m-%d %H:%M:%S}" if started else ""
    return f"Execution {execution.name}{since}"


def draw(execution: Execution, progress: Progress) -> Group:
    """The execution at one moment: mark, state, how long, and what its job has to say.

    Below stands, whole, what keeps a state from going on.
    """
    table = Table.grid(padding=(0, 2), expand=True)
    table.add_column(width=1)
    table.add_column(no_wrap=True, overflow="ellipsis", max_width=NAME_WIDTH)
    table.add_column(justify="right", no_wrap=True)
    # What is left of the line: a long message gives way to the other columns, not they to it.
    table.add_column(overflow="ellipsis", no_wrap=True, style="dim", ratio=1)
    troubles = []
    for line in lines(execution.states, datetime.now(UTC)):
        stands = standing(line, execution)
        mark = TURNING if stands == "RUNNING" else Text(*MARKS[stands])
        said = progress.of(line, stands)
        shown = Text(said) if isinstance(said, str) else said
        table.add_row(mark, Text(line.name), spoken(line.seconds), shown)
        troubles += [Text(f"\n{why}", style="yellow") for why in [trouble(line, stands)] if why]
    return Group(table, *troubles)
