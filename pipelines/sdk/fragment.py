"""Several states that stand in a chain as one.

The SDK's Chain is a line: each state leads to the next. A part of a workflow may branch inside, and end
in more states than one; what follows it, follows each of those.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from pipelines.sdk import upstream


class Fragment:
    """The states between `entry` and `exits`, with their branches; a Chain takes it for a state.

    `early` are states after which nothing of the row is left to do but its ending.
    """

    def __init__(self, entry: Any, exits: Sequence[Any], early: Sequence[Any] = ()) -> None:
        self._entry = entry
        self.exits = tuple(exits)
        self.early = tuple(early)

    @property
    def state_id(self) -> str:
        """The name of the state that is entered."""
        name: str = self._entry.state_id
        return name

    def next(self, next_step: Any) -> Any:
        """Lead each exit to what comes next."""
        for state in self.exits:
            state.next(next_step)
        return next_step

    def accept(self, visitor: Any) -> None:
        """Show the states to one of the SDK's visitors, which make the graph and check it."""
        self._entry.accept(visitor)


def in_a_row(*parts: Any, ending_in: Any = None) -> upstream.Chain:
    """States and fragments, each followed by the next; None stands for a part that is not needed.

    The last part and every early end lead to `ending_in`. Raises ValueError for an early end where there
    is none.
    """
    there = [part for part in parts if part is not None]
    for state in early_ends(there):
        if ending_in is None:
            raise ValueError(f"State {state.state_id!r} ends early, but the row says not in what.")
        state.next(ending_in)
    return upstream.Chain([*there, *([] if ending_in is None else [ending_in])])


def early_ends(parts: Iterable[Any]) -> list[Any]:
    """The states after which the parts of a row leave it."""
    return [state for part in parts if isinstance(part, Fragment) for state in part.early]
