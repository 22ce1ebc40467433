"""Reads the settings out of the CDK's context.

Values given with -c arrive as strings and are parsed like those of cdk.json. Anything wrong, a misspelt key
included, becomes one sentence.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from infrastructure.settings.deployment import Settings
from infrastructure.settings.error import SettingsError
from infrastructure.settings.keys import KEYS, PREFIX, key

# Whoever sets neither gets what the CDK CLI found out: the account of the credentials and its region.
_FROM_ENVIRONMENT = {
    "stepline:account": ("CDK_DEFAULT_ACCOUNT",),
    "stepline:region": ("CDK_DEFAULT_REGION", "AWS_REGION", "AWS_DEFAULT_REGION"),
}


def read(
    context: Mapping[str, Any],
    environment: Mapping[str, str],
    places: Mapping[str, str] = MappingProxyType({}),
) -> Settings:
    """The settings of a CDK context (keys with our prefix; others are the CDK's own) and, for account and
    region, of the environment that the CDK CLI prepares. places: by key, what a refusal calls it that a
    file said.

    Raises SettingsError for an unknown key or a wrong value.
    """
    ours = {name: value for name, value in context.items() if name.startswith(PREFIX)}
    for name in ours:
        if name not in KEYS:
            near = difflib.get_close_matches(name, KEYS, n=1)
            raise SettingsError(
                f"There is no setting {name}"
                + (
                    f": did you mean {near[0]}?"
                    if near
                    else f". There are {', '.join(sorted(KEYS))}."
                )
            )
    for name, variables in _FROM_ENVIRONMENT.items():
        found = (environment[variable] for variable in variables if environment.get(variable))
        if name not in ours and (value := next(found, None)) is not None:
            ours[name] = value
    if "stepline:region" not in ours:
        raise SettingsError("There is no region: set AWS_REGION, or give -c stepline:region=….")
    try:
        return Settings.model_validate(_nested(ours))
    except ValidationError as error:
        raise SettingsError(_sentence(error, places)) from None


def _nested(ours: Mapping[str, Any]) -> dict[str, Any]:
    nested: dict[str, Any] = {}
    for name, value in ours.items():
        *parts, last = KEYS[name]
        inside = nested
        for part in parts:
            inside = inside.setdefault(part, {})
        inside[last] = value
    return nested


def _sentence(error: ValidationError, places: Mapping[str, str]) -> str:
    """Every problem, in one sentence, with the key and the value that was given."""
    problems = (
        f"{places.get(name := _key_of(problem), name)} cannot be {problem['input']!r} ({_reason(problem)})"
        for problem in error.errors()
    )
    return "; ".join(problems) + "."


def _key_of(problem: ErrorDetails) -> str:
    """Of an item in a list, the list's."""
    return key(*(part for part in problem["loc"] if isinstance(part, str)))


def _reason(problem: ErrorDetails) -> str:
    if problem["type"] == "value_error":  # one of this module's own, worded to end a sentence
        return str(problem["ctx"]["error"])
    return problem["msg"][:1].lower() + problem["msg"][1:]
