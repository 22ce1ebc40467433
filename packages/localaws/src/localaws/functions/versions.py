"""Versions and aliases: publishing one, and which of them a qualifier means. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace

from localaws.functions.errors import invalid, no_function
from localaws.functions.function import LATEST, Alias, Configuration, Function, Version

_NO_DRAW = 1.0  # beyond every weight


@dataclass(frozen=True)
class Target:
    """What an invocation runs.

    Attributes:
        arn: the invoked ARN, as the handler's context has it: with the qualifier that was asked for.
        version: the executed version, ``$LATEST`` or a number.
    """

    arn: str
    version: str
    configuration: Configuration

    @property
    def function_arn(self) -> str:
        """Without the qualifier."""
        return ":".join(self.arn.split(":")[:7])

    @property
    def qualifier(self) -> str:
        """What was asked for; "" where nothing was."""
        return ":".join(self.arn.split(":")[7:])

    @property
    def qualified_arn(self) -> str:
        """With ``$LATEST`` where no qualifier was asked for, as records of invocations have it."""
        return f"{self.function_arn}:{self.qualifier or LATEST}"

    @property
    def region(self) -> str:
        return self.arn.split(":")[3]

    @property
    def account(self) -> str:
        return self.arn.split(":")[4]


def publish(function: Function, description: str = "") -> tuple[Function, Version]:
    """The function with a new version of what ``$LATEST`` is now.

    Where nothing has changed since the last one, that is it (and keeps its description).
    """
    last = function.versions[-1] if function.versions else None
    if last is not None and _same(last.configuration, function.latest):
        return function, last
    number = function.published + 1
    configuration = replace(function.latest, description=description or function.latest.description)
    version = Version(str(number), configuration)
    return (
        replace(function, versions=(*function.versions, version), published=number),
        version,
    )


def target(function: Function, qualifier: str | None, draw: float) -> Target:
    """What a qualifier means; None is ``$LATEST``, an alias may mean either of two versions.

    Args:
        draw: a number from 0 up to 1, which decides by the alias's weights.

    Raises:
        Refusal: there is no such version or alias.
    """
    arn = function.qualified(qualifier)
    if qualifier in (None, LATEST):
        return Target(arn, LATEST, function.latest)
    assert qualifier is not None  # see above
    alias = function.aliases.get(qualifier)
    number = drawn(alias, draw) if alias else qualifier
    if number == LATEST:
        return Target(arn, LATEST, function.latest)
    for version in function.versions:
        if version.number == number:
            return Target(arn, number, version.configuration)
    raise no_function(arn)


def exactly(function: Function, qualifier: str | None) -> Target:
    """What a qualifier means to whoever asks for a configuration: of an alias, its first version.

    Raises:
        Refusal: there is no such version or alias.
    """
    return target(function, qualifier, _NO_DRAW)


def drawn(alias: Alias, draw: float) -> str:
    """The version that an alias means for this draw."""
    for version, weight in alias.weights.items():
        if draw < weight:
            return version
        draw -= weight
    return alias.version


def check_alias(function: Function, alias: Alias) -> None:
    """See that an alias may be as it is.

    Raises:
        Refusal: it points at a version that is not there, or its weights cannot be.
    """
    numbers = {version.number for version in function.versions}
    for version in (alias.version, *alias.weights):
        if version != LATEST and version not in numbers:
            raise no_function(f"{function.arn}:{version}")
    if not alias.weights:
        return
    if LATEST in (alias.version, *alias.weights):
        raise invalid(
            "$LATEST is not supported for an alias pointing to more than 1 version",
        )
    if alias.version in alias.weights:
        raise invalid(
            f"Invalid function version {alias.version}. Function version {alias.version} is already "
            "included in routing configuration."
        )
    if len(alias.weights) > 1:
        raise invalid(
            "Number of items in AdditionalVersionWeights cannot be greater than 1",
        )


def without_events(function: Function, qualifier: str) -> Function:
    """The function without the EventInvokeConfig of a version or alias that is gone."""
    left = {name: each for name, each in function.events.items() if name != qualifier}
    return replace(function, events=left)


def _same(one: Configuration, other: Configuration) -> bool:
    """Whether a version of the one is one of the other: what is no part of the function is let be."""
    return replace(one, revision="", modified=0.0, description="") == replace(
        other, revision="", modified=0.0, description=""
    )
