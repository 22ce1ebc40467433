"""A job's metrics in as much of a line as there is: the last one is what the others lead to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rich.console import Console, ConsoleOptions, RenderResult
from rich.measure import Measurement
from rich.text import Text

SHOWN = 3  # of a job, the last ones in the order of their definitions


@dataclass(frozen=True)
class Metrics:
    """Rich leaves it what is left of a line."""

    values: Mapping[str, float]

    def __str__(self) -> str:
        return next(self._ways())

    def within(self, width: int) -> str:
        """As many as fit; the last one at any rate, by its bare name where nothing else does."""
        ways = list(self._ways())
        return next((way for way in ways if len(way) <= width), ways[-1])

    def _ways(self) -> Iterator[str]:
        """From the longest to the shortest."""
        last = list(self.values.items())[-SHOWN:]
        for start in range(len(last)):
            yield "  ".join(_written(name, value) for name, value in last[start:])
        name, value = last[-1] if last else ("", 0.0)
        yield _written(name.rpartition(":")[-1], value) if last else ""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield Text(self.within(options.max_width), no_wrap=True, overflow="ellipsis")

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        return Measurement(1, len(str(self))).with_maximum(options.max_width)


def _written(name: str, value: float) -> str:
    return f"{name} {value:.3f}"
