"""What a tuning job takes over from earlier ones: whether it may, and what it learns. Pure.

Developer guide, automatic-model-tuning-warm-start.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from localaws.jobs.tuning.definition import Definition
from localaws.jobs.tuning.outcome import Outcome
from localaws.jobs.tuning.ranges import Categorical
from localaws.jobs.tuning.search import Observation

_MOST_CHANGES = 10


class CannotStartFrom(Exception):
    """A tuning job is no starting point for the new one. The message is a sentence for the user."""


@dataclass(frozen=True)
class Earlier:
    """A parent tuning job, with how its training jobs ended."""

    name: str
    status: str
    definitions: tuple[Definition, ...]
    outcomes: tuple[Outcome, ...]


def check(definition: Definition, parents: Sequence[Earlier], jobs: int, most: int) -> None:
    """See that a new tuning job may start from those.

    Args:
        jobs: how many training jobs it may have itself.
        most: how many it may have together with its parents.

    Raises:
        CannotStartFrom: a parent goes on, or differs in what must be the same.
    """
    for parent in parents:
        if parent.status not in ("Completed", "Failed", "Stopped"):
            raise CannotStartFrom(
                f"Parent tuning job '{parent.name}' is in status {parent.status}: it must have ended"
            )
        if len(parent.definitions) > 1:
            raise CannotStartFrom(
                f"Parent tuning job '{parent.name}' has several training job definitions: a warm start "
                "takes one with a single definition"
            )
        _check_alike(definition, parent)
    total = jobs + sum(len(parent.outcomes) for parent in parents)
    if total > most:
        raise CannotStartFrom(
            f"The training jobs of a tuning job and its parents are at most {most}, and would be {total}"
        )


def _check_alike(new: Definition, parent: Earlier) -> None:
    [old] = parent.definitions
    if new.objective != old.objective:
        raise CannotStartFrom(
            f"The objective metric must be that of the parent tuning job '{parent.name}', "
            f"{old.objective.type} {old.objective.metric}, and is {new.objective.type} "
            f"{new.objective.metric}"
        )
    counts = [len(each.ranges) + len(each.static) for each in (new, old)]
    if counts[0] != counts[1]:
        raise CannotStartFrom(
            "The number of static and tunable hyperparameters must remain that of the parent tuning job "
            f"'{parent.name}', {counts[1]}, and is {counts[0]}"
        )
    types = {each.name: each.type for each in old.ranges}
    for each in new.ranges:
        if types.get(each.name, each.type) != each.type:
            raise CannotStartFrom(
                f"Hyperparameter '{each.name}' was {types[each.name]} in the parent tuning job "
                f"'{parent.name}', and its type must not change"
            )
    changes = _changes(new, old)
    if changes > _MOST_CHANGES:
        raise CannotStartFrom(
            f"At most {_MOST_CHANGES} changes from tunable to static hyperparameters and of static values "
            f"are allowed against the parent tuning job '{parent.name}', and there are {changes}"
        )


def _changes(new: Definition, old: Definition) -> int:
    """How many changes count; each value of a categorical hyperparameter, and both static values, do."""
    tuned = {each.name: each for each in old.ranges}
    count = 0
    for name, value in new.static.items():
        before = tuned.get(name)
        if before is not None:
            count += len(before.values) if isinstance(before, Categorical) else 1
        elif old.static.get(name, value) != value:
            count += 2
    return count


def observations(definition: Definition, parents: Sequence[Earlier]) -> tuple[Observation, ...]:
    """The results of the parents, by the hyperparameters that are tuned now.

    One that was static counts with its value; one that is static now says nothing, whatever it was.
    """
    names = [each.name for each in definition.ranges]
    found = []
    for parent in parents:
        static: Mapping[str, str] = parent.definitions[0].static
        for each in parent.outcomes:
            values = {**static, **each.tuned}
            if each.has_succeeded and all(name in values for name in names):
                found.append(Observation({name: values[name] for name in names}, each.value))
    return tuple(found)
