"""One turn of an execution: what was decided, as events, and what is wanted of the world.

Events are applied to the frames as they are written, so that whoever decides next sees what came of them.
What is kept and carried out afterwards is ``live``'s.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from localaws.stepfunctions.engine import fold
from localaws.stepfunctions.engine.effect import Effect
from localaws.stepfunctions.engine.event import Event
from localaws.stepfunctions.engine.frame import Failure, Frame, Standings
from localaws.stepfunctions.evaluation.scope import Scope
from localaws.stepfunctions.execution import Execution
from localaws.stepfunctions.language import json_text, timestamps


@dataclass(eq=False)
class Turn:
    """``now`` in seconds; ``execution`` is replaced when it ends or is redriven."""

    execution: Execution
    standings: Standings
    now: float

    def __post_init__(self) -> None:
        self.events: list[Event] = []
        self.effects: list[Effect] = []

    def emit(
        self,
        event_type: str,
        frame: Frame | None,
        details: Mapping[str, Any] | None = None,
        previous: int | None = None,
        **inner: Any,
    ) -> Event:
        """Write an event; ``previous`` None: it follows the last of its frame."""
        if frame is not None:
            inner["frame"] = frame.id
        if previous is None:
            previous = frame.last if frame is not None else self.standings.last_event
        event = Event(
            self.standings.last_event + 1, previous, event_type, self.now, details or {}, inner
        )
        self.events.append(event)
        fold.apply(self.standings, event)
        return event

    def note(self, frame: Frame, **changes: Any) -> None:
        """Change a frame without an event of its own: from the turn's last event on.

        Where the turn has no event, the change is not kept: an execution that is read from its journal
        stands before it, and makes it anew.
        """
        note = {"frame": frame.id, **changes}
        if self.events:
            last = self.events[-1]
            then = [*last.inner.get("then", ()), note]
            self.events[-1] = replace(last, inner={**last.inner, "then": then})
        fold.apply_note(self.standings, note)

    def want(self, effect: Effect) -> None:
        self.effects.append(effect)

    def failed(self, frame: Frame, failure: Failure) -> None:
        """The state of a frame failed. What becomes of that is decided next; whoever tests it looks."""

    def end(self, status: str, **members: Any) -> None:
        """The execution is over: its row as it is kept."""
        self.execution = replace(self.execution, status=status, stopped=self.now, **members)

    def scope(self, frame: Frame, data: Any = None) -> Scope:
        """What expressions of the frame's state see; ``data`` None: the state's input."""
        return Scope(
            frame.input if data is None else data,
            self.context(frame),
            frame.variables,
            frame.input,
            now=self.now,
        )

    def context(self, frame: Frame) -> dict[str, Any]:
        """The context object of a frame's state."""
        machine = self.execution.machine_arn
        context: dict[str, Any] = {
            "Execution": self._execution(),
            "StateMachine": {"Id": machine, "Name": machine.split(":", 6)[-1]},
            "State": {"Name": frame.at, "EnteredTime": written(frame.entered_at)},
        }
        if hasattr(frame.state, "retry"):
            context["State"]["RetryCount"] = frame.attempts
        item = _item(frame)
        if item is not None:
            context["Map"] = {"Item": item}
        return context

    def _execution(self) -> dict[str, Any]:
        shown = {
            "Id": self.execution.arn,
            "Input": self.standings.input,
            "Name": self.execution.name,
            "RoleArn": self.execution.role_arn,
            "StartTime": written(self.execution.started),
            "RedriveCount": self.standings.redrives,
        }
        if self.standings.redriven_at is not None:
            shown["RedriveTime"] = written(self.standings.redriven_at)
        return shown


def _item(frame: Frame) -> dict[str, Any] | None:
    """The item of the nearest iteration."""
    here: Frame | None = frame
    while here is not None:
        if here.item is not None:
            return here.item
        here = here.parent
    return None


@lru_cache(maxsize=1024)  # a state is told of the same few moments over and over
def written(moment: float) -> str:
    return timestamps.write(moment)


def text(value: Any) -> str:
    return json_text.write(value)
