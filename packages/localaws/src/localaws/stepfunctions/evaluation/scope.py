"""What expressions of a state may refer to: its data, the context object, and variables."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from localaws.stepfunctions.evaluation import paths
from localaws.stepfunctions.evaluation.failure import RUNTIME, EvaluationFailure
from localaws.stepfunctions.evaluation.paths import NotApplicable, NothingThere
from localaws.stepfunctions.language.json_text import write
from localaws.stepfunctions.language.path import Path, Root

_ABSENT: Any = object()
Inspect = Callable[[str, Any], None]
"""Told of the state's data at a stage, by TestState's name of that, such as ``afterInputPath``."""


def _unseen(_stage: str, _data: Any) -> None:
    """Nobody looks."""


class NoArgument(LookupError):
    """An argument of an intrinsic function leads nowhere. The message is AWS's."""


@dataclass(frozen=True)
class Scope:
    """At one moment of a state.

    Attributes:
        data: what ``$`` is in JSONPath.
        context: the context object, ``$$`` or ``$states.context``.
        variables: by name, outer ones included.
        input: ``$states.input``, the state's input whatever ``data`` is.
        result: ``$states.result``, where there is one.
        error_output: ``$states.errorOutput``, within Catch.
        inspect: told of the data on its way through the state.
        now: the clock, in seconds; None: the machine's own.
    """

    data: Any
    context: Mapping[str, Any]
    variables: Mapping[str, Any] = field(default_factory=dict)
    input: Any = None
    result: Any = _ABSENT
    error_output: Any = _ABSENT
    inspect: Inspect = _unseen
    now: float | None = None

    def with_data(self, data: Any) -> Scope:
        if data is self.data:
            return self
        return replace(self, data=data)

    @property
    def states(self) -> dict[str, Any]:
        """JSONata's ``$states``."""
        found = {"input": self.input, "context": dict(self.context)}
        if self.result is not _ABSENT:
            found["result"] = self.result
        if self.error_output is not _ABSENT:
            found["errorOutput"] = self.error_output
        return found

    def start(self, path: Path) -> Any:
        """The value of a path's root.

        Raises:
            NothingThere: there is no such variable.
        """
        if path.root is Root.CONTEXT:
            return self.context
        if path.root is Root.DATA or path.root is Root.ITEM:
            return self.data
        if path.root not in self.variables:
            raise NothingThere(f"No results for path: ${path.root}")
        return self.variables[path.root]

    def find(self, path: Path) -> Any:
        """What a path yields.

        Raises:
            NothingThere: it is definite and leads nowhere.
        """
        return paths.value(path, self.start(path))

    def value(self, path: Path, field_name: str) -> Any:
        """The same, for a field of the state.

        Raises:
            EvaluationFailure: it leads nowhere; the cause names the field.
        """
        try:
            return self.find(path)
        except NotApplicable as why:
            raise EvaluationFailure(RUNTIME, str(why)) from None
        except NothingThere:
            cause = (
                f"The JSONPath '{path.text}' specified for the field '{field_name}' could not be "
                f"found in the input '{self.searched(path)}'"
            )
            raise EvaluationFailure(RUNTIME, cause) from None

    def argument(self, path: Path) -> Any:
        """The same, for an argument of an intrinsic function.

        Raises:
            NoArgument: it leads nowhere.
        """
        try:
            return self.find(path)
        except NotApplicable as why:
            raise NoArgument(str(why)) from None
        except NothingThere:
            raise NoArgument(
                f"The JsonPath argument for the field '{path.text}' could not be found in the input "
                f"'{self.searched(path)}'"
            ) from None

    def searched(self, path: Path) -> str:
        """What a path was looked for in, as JSON."""
        return write(self.context if path.root is Root.CONTEXT else self.data)
