"""Registers a subclass of one of moto's backends in the place of it."""

from __future__ import annotations

import inspect
from importlib import import_module
from typing import Any

from localaws.moto_mends.guard import TAKEN, MotoHasChanged


def stand_in(registry: Any, ours: type) -> None:
    """Make moto's ``registry`` of a service's backends make ours from now on.

    Raises:
        MotoHasChanged: moto's class is not the one that ours extends, or lacks a method that ours
            overrides, or takes other parameters there.
    """
    theirs: type = registry.backend
    if theirs is ours:
        return
    if ours.__base__ is not theirs:
        raise MotoHasChanged(f"{ours.__module__} extends another class than {theirs.__name__}")
    for name, method in vars(ours).items():
        if inspect.isfunction(method) and not _is_own(name):
            overridden = getattr(theirs, name, None)
            if overridden is None or not _fits(method, overridden):
                raise MotoHasChanged(
                    f"{theirs.__name__}.{name} is gone or takes other parameters; read it again "
                    f"beside {ours.__module__}"
                )
    # moto looks for a service's URLs beside the module of its backend's class, and ours is elsewhere.
    urls = theirs.__module__.removesuffix("models") + "urls"
    ours._url_module = property(lambda _: import_module(urls))  # type: ignore[attr-defined]
    registry.backend = ours
    TAKEN[ours.__module__] = [f"{theirs.__module__}.{theirs.__name__}"]


def _is_own(name: str) -> bool:
    """Whether a method is none of moto's: ours begin with an underscore."""
    return name.startswith("_")


def _fits(ours: Any, theirs: Any) -> bool:
    """Whether ours takes what theirs takes: each by its name, or what it has no name for as a whole."""
    names = list(inspect.signature(theirs).parameters)
    parameters = inspect.signature(ours).parameters.values()
    named = [each.name for each in parameters if each.kind is not each.VAR_KEYWORD]
    return named == names or (len(named) < len(parameters) and set(named) <= set(names))
