"""JSONPath as Step Functions takes it: a root and the steps from it.

The root is ``$`` (the state's data), ``$$`` (the context object) or a variable, ``$name``. What a path
yields is ``evaluation.paths``'; the dialect is Jayway's, which AWS evaluates paths with.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Root(Enum):
    """Where a path starts."""

    DATA = "$"
    CONTEXT = "$$"
    ITEM = "@"  # of a filter


@dataclass(frozen=True)
class Member:
    """``.name`` or ``['name', …]``."""

    names: tuple[str, ...]

    def __str__(self) -> str:
        return "[" + ",".join(f"'{name}'" for name in self.names) + "]"


@dataclass(frozen=True)
class Index:
    """``[0]``, ``[-1]`` or ``[0, 2]``."""

    indices: tuple[int, ...]

    def __str__(self) -> str:
        return "[" + ",".join(map(str, self.indices)) + "]"


@dataclass(frozen=True)
class Slice:
    """``[from:to]``; None: from the first, to the last."""

    start: int | None
    stop: int | None

    def __str__(self) -> str:
        return (
            f"[{'' if self.start is None else self.start}:{'' if self.stop is None else self.stop}]"
        )


@dataclass(frozen=True)
class Wildcard:
    """``[*]`` or ``.*``."""

    def __str__(self) -> str:
        return "[*]"


@dataclass(frozen=True)
class Descent:
    """``..``: this and everything below; the next step is taken from each."""

    def __str__(self) -> str:
        return ".."


@dataclass(frozen=True)
class Function:
    """``.length()`` and the like, at the end of a path."""

    name: str

    def __str__(self) -> str:
        return f".{self.name}()"


@dataclass(frozen=True)
class Filter:
    """``[?(condition)]``."""

    condition: Condition
    text: str

    def __str__(self) -> str:
        return f"[?({self.text})]"


Step = Member | Index | Slice | Wildcard | Descent | Function | Filter


@dataclass(frozen=True)
class Path:
    """A path that was read. ``text`` is how it was written."""

    text: str
    root: Root | str
    """A string is the name of a variable."""
    steps: tuple[Step, ...]

    @property
    def definite(self) -> bool:
        """Whether it yields exactly one value or an error. Any other yields a list, always."""
        last = len(self.steps) - 1
        return all(
            isinstance(step, Function)
            or (isinstance(step, Member) and (len(step.names) == 1 or at == last))
            or (isinstance(step, Index) and len(step.indices) == 1)
            for at, step in enumerate(self.steps)
        )

    @property
    def is_reference(self) -> bool:
        """Whether it names one node, as a Reference Path does: members and single indices only."""
        return all(
            (isinstance(step, Member) and len(step.names) == 1)
            or (isinstance(step, Index) and len(step.indices) == 1)
            for step in self.steps
        )

    @property
    def normalised(self) -> str:
        """In brackets throughout, as AWS's messages have it."""
        root = self.root.value if isinstance(self.root, Root) else f"${self.root}"
        return root + "".join(map(str, self.steps))


@dataclass(frozen=True)
class Literal:
    """A JSON value within a filter."""

    value: object


@dataclass(frozen=True)
class Comparison:
    """``left operator right``, such as ``@.price < 10``."""

    operator: str
    left: Path | Literal
    right: Path | Literal


@dataclass(frozen=True)
class Exists:
    """``@.name`` alone: it is there."""

    path: Path


@dataclass(frozen=True)
class Not:
    condition: Condition


@dataclass(frozen=True)
class Either:
    """``a || b``, or ``a && b`` where ``needs_all``."""

    conditions: tuple[Condition, ...]
    needs_all: bool


Condition = Comparison | Exists | Not | Either
