"""``inspectionData``: what the data of a state was at each stage, as far as AWS shows it for that state. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from localaws.stepfunctions.language.json_text import write
from localaws.stepfunctions.language.simple_states import Pass
from localaws.stepfunctions.language.state import State

_AFTER = ("afterResultSelector", "afterResultPath")
_SHOWN: Mapping[str, tuple[str, ...]] = {
    "Task": ("afterInputPath", "afterParameters", "afterArguments", "result", *_AFTER),
    "Pass": ("afterInputPath", "afterParameters", *_AFTER),
    "Choice": ("afterInputPath",),
    "Wait": ("afterInputPath",),
    "Succeed": ("afterInputPath",),
    "Parallel": _AFTER,
    "Map": (
        *("afterInputPath", "afterItemsPath", "afterItemsPointer", "afterItemSelector"),
        *("afterItemBatcher", *_AFTER),
    ),
}
_RESULT_OF_ITS_OWN = ("result", *_AFTER)  # of a Pass that has one


class Inspection:
    """Filled while the state is evaluated."""

    def __init__(self, state: State, given: str) -> None:
        """``given`` is the state's input, a text."""
        self._state = state
        self._data: dict[str, Any] = {"input": given}
        self._shown = _SHOWN.get(state.type, ())
        if isinstance(state, Pass) and state.result is not None:
            self._shown = _RESULT_OF_ITS_OWN
            self.see("result", state.result.value)

    def see(self, stage: str, data: Any) -> None:
        """The data at a stage; of what is seen twice the last counts."""
        if stage in self._shown:
            self._data[stage] = write(data)

    def note(self, **members: Any) -> None:
        """Members that are no texts: numbers of a Map, details of an error."""
        self._data |= members

    def shown(self, variables: Mapping[str, Any]) -> dict[str, Any]:
        """As the response has it; ``variables`` are those after the state."""
        data = dict(self._data)
        if isinstance(self._state, Pass) and "afterInputPath" in data:
            data.setdefault("afterParameters", data["afterInputPath"])
        if variables:
            data["variables"] = write(dict(variables))
        return data
