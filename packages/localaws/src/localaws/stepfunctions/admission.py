"""Definitions as this server takes them: the language's rules, what tasks may call here, and what is mocked.

A task that a test case of the mock file answers for may call any service that AWS has, whether it is here
or not.
"""

from __future__ import annotations

from collections.abc import Sequence

from localaws.stepfunctions.language.check import check
from localaws.stepfunctions.language.problem import Problem
from localaws.stepfunctions.language.resource import Resource
from localaws.stepfunctions.mocks.source import MockSource
from localaws.stepfunctions.tasks import table
from localaws.stepfunctions.tasks.services import input_shape


class Admission:
    """``mocks`` is the mock file, if there is one."""

    def __init__(self, mocks: MockSource | None) -> None:
        self._mocks = mocks

    def problems(self, definition: str, machine_type: str, name: str) -> Sequence[Problem]:
        """What is wrong with a definition for a machine of that type and name."""
        only_here: set[str] = set()

        def refusal(resource: Resource, machine_type: str) -> str | None:
            why = table.refusal(resource, machine_type)
            if why is not None and table.is_here_only(resource, machine_type):
                only_here.add(why)
            return why

        _, found = check(definition, machine_type, refusal, input_shape)
        mocked = frozenset() if self._mocks is None else self._mocks.mocked_states(name)
        return [
            each
            for each in found
            if not (each.message in only_here and _state(each.location) in mocked)
        ]


def _state(location: str | None) -> str:
    """The state that a place leads to: the innermost, as ``/States/Map/ItemProcessor/States/Task/Resource``."""
    _, _, rest = (location or "").rpartition("/States/")
    return rest.rpartition("/")[0]
