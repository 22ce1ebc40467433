"""The hyperparameters of the job, which SageMaker gives as strings, checked as AWS checks them.

Each is checked alone by the table, then with the others that it depends on. Every problem is named
at once, because a job that is started again for each typing error wastes minutes each time. Bounds
and dependencies are those of the developer guide and of aws/sagemaker-xgboost-container.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from ..versions import Version
from .dependencies import problems_between
from .errors import UserError
from .hyperparameter_table import ALIASES, TABLE, Hyperparameter


def parse(values: Mapping[str, Any], version: Version) -> dict[str, Any]:
    """The hyperparameters by their main names, such as ``eta``, as numbers, words or tuples.

    Raises:
        UserError: naming every hyperparameter that is missing, unknown or illegal, with what is
            legal; or script mode, which is not this program's.
    """
    if "sagemaker_program" in values:
        raise UserError(
            "The hyperparameter sagemaker_program asks for script mode. This image trains in "
            "algorithm mode only: leave sagemaker_program out, or bring your own image."
        )
    texts = {
        name: _unquoted(str(value))
        for name, value in values.items()
        if not name.startswith("sagemaker_")  # the SageMaker SDK's own
    }
    known = {name: one for name, one in TABLE.items() if one.exists_in(version)}
    problems: list[str] = []
    parsed: dict[str, Any] = {}
    for name, text in texts.items():
        main_name = ALIASES.get(name, name)
        if main_name not in known:
            continue
        if main_name != name and main_name in texts:
            problems.append(f"{name} and {main_name} are the same; give one of them")
            continue
        try:
            parsed[main_name] = known[main_name].kind.parse(text)
        except ValueError:
            problems.append(f"{name} is {text!r}, but must be {known[main_name].kind.legal}")
    problems += [
        f"{name} is missing, and must be {one.kind.legal}"
        for name, one in known.items()
        if one.is_required and name not in texts
    ]
    if not problems:
        problems += problems_between(parsed, version.default_objective)
    problems += _unknown_ones(texts, known)
    if problems:
        many = "Hyperparameters" if len(problems) > 1 else "Hyperparameter"
        raise UserError(f"{many} refused: {'; '.join(problems)}.")
    return {"objective": version.default_objective, **parsed}


def _unquoted(text: str) -> str:
    """The SageMaker SDK's framework estimators send each value as JSON, strings in quotes."""
    if text.startswith('"'):
        try:
            return str(json.loads(text))
        except ValueError:
            return text
    return text


def _unknown_ones(texts: Mapping[str, str], known: Mapping[str, Hyperparameter]) -> list[str]:
    unknown = [name for name in texts if ALIASES.get(name, name) not in known]
    if not unknown:
        return []
    legal = ", ".join(sorted(name for name in known if not name.startswith("_")))
    verb = "are unknown" if len(unknown) > 1 else "is unknown"
    return [f"{', '.join(unknown)} {verb} (known are {legal})"]
