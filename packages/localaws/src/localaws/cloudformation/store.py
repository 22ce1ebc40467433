"""The stacks of one account in one region, with their events and change sets, as long as the server runs."""

from __future__ import annotations

import threading
import uuid
from dataclasses import replace

from moto.utilities.utils import get_partition

from localaws.clock import Clock
from localaws.cloudformation.errors import AlreadyExists, ValidationError
from localaws.cloudformation.means import NO_MEANS, Means
from localaws.cloudformation.stack import ChangeSet, Event, Output, Stack

DELETED = "DELETE_COMPLETE"


class Store:
    """Finds and keeps; it decides nothing about a stack.

    Attributes:
        stacks: those that are not deleted, by id, in the order of their creation.
        deleted: the others, in the order of their deletion.
        change_sets: by id.
        means: what its stacks are made with.
    """

    def __init__(self, account: str, region: str, clock: Clock, means: Means = NO_MEANS) -> None:
        self.account = account
        self.region = region
        self.clock = clock
        self.means = means
        self.stacks: dict[str, Stack] = {}
        self.deleted: dict[str, Stack] = {}
        self.change_sets: dict[str, ChangeSet] = {}
        self._events: dict[str, list[Event]] = {}
        self._lock = threading.Lock()

    def arn(self, kind: str, name: str) -> str:
        """A new id of a ``stack`` or a ``changeSet``."""
        partition = get_partition(self.region)
        owner = f"arn:{partition}:cloudformation:{self.region}:{self.account}"
        return f"{owner}:{kind}/{name}/{uuid.uuid4()}"

    def new_stack(self, name: str) -> Stack:
        """A stack of which there is nothing yet, and which is not kept yet."""
        created = self.clock.now()
        return Stack(self.arn("stack", name), name, self.account, self.region, created)

    def add(self, stack: Stack) -> None:
        """Keep a new stack.

        Raises:
            AlreadyExists: there is one of that name.
        """
        with self._lock:
            if self.find(stack.name) is not None:
                raise AlreadyExists(f"Stack [{stack.name}]")
            self.stacks[stack.stack_id] = stack

    def put(self, stack: Stack) -> None:
        """Keep a stack as it is now; one that is deleted goes to the deleted, its change sets go."""
        with self._lock:
            if stack.status != DELETED:
                self.stacks[stack.stack_id] = stack
                return
            self.stacks.pop(stack.stack_id, None)
            self.deleted[stack.stack_id] = stack
            for change_set in self.change_sets_of(stack):
                del self.change_sets[change_set.change_set_id]

    def find(self, name_or_id: str | None) -> Stack | None:
        """The stack of that name or id that is not deleted, or None."""
        for stack in list(self.stacks.values()):
            if name_or_id in (stack.name, stack.stack_id):
                return stack
        return None

    def standing(self, name_or_id: str | None) -> Stack:
        """The stack of that name or id that is not deleted.

        Raises:
            ValidationError: there is none.
        """
        stack = self.find(name_or_id)
        if stack is None:
            raise ValidationError(f"Stack [{name_or_id}] does not exist")
        return stack

    def known(self, name_or_id: str | None) -> Stack:
        """A stack by its name, or by its id even when it is deleted.

        Raises:
            ValidationError: there is none.
        """
        stack = self.find(name_or_id) or self.deleted.get(name_or_id or "")
        if stack is None:
            raise ValidationError(f"Stack with id {name_or_id} does not exist")
        return stack

    def tell(self, stack: Stack, event: Event) -> None:
        """Keep an event of a stack."""
        self._events.setdefault(stack.stack_id, []).append(event)

    def events(self, stack: Stack) -> list[Event]:
        """What happened to a stack, the last first."""
        return self._events.get(stack.stack_id, [])[::-1]

    def exports(self) -> list[tuple[Stack, Output]]:
        """What stacks give to one another: the outputs that have a name for that."""
        return [
            (stack, output)
            for stack in list(self.stacks.values())
            for output in stack.outputs
            if output.export is not None
        ]

    def exported(self, name: str) -> str | None:
        """The value of an export; None where there is none of that name."""
        return next((each.value for _, each in self.exports() if each.export == name), None)

    def importers(self, name: str) -> list[Stack]:
        """The stacks that import an export."""
        return [stack for stack in list(self.stacks.values()) if name in stack.imports]

    def change_sets_of(self, stack: Stack) -> list[ChangeSet]:
        """The change sets of a stack, in the order of their creation."""
        return [each for each in list(self.change_sets.values()) if each.stack_id == stack.stack_id]

    def mark(self, change_set: ChangeSet, execution_status: str) -> None:
        """Say how far the execution of a change set has come, if the change set is still there."""
        if change_set.change_set_id in self.change_sets:
            self.change_sets[change_set.change_set_id] = replace(
                change_set, execution_status=execution_status
            )
