"""The hyperparameters of the training job, as SageMaker gives them: strings, one and all."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from .failure import JobError

CRITERIA = ("gini", "entropy", "log_loss")
BOUNDS = {
    "max_depth": (1, 100),
    "max_leaf_nodes": (2, 10_000),
    "min_samples_leaf": (1, 1_000_000),
    "seed": (0, 2**31 - 1),
}


@dataclass(frozen=True)
class Hyperparameters:
    """What a user may set; scikit-learn's DecisionTreeClassifier explains all but the seed."""

    criterion: str = "gini"
    max_depth: int = 5
    max_leaf_nodes: int = 8
    min_samples_leaf: int = 1
    seed: int = 13


def read(path: Path) -> Hyperparameters:
    """Read the job's ``hyperparameters.json``; a job without the file has the defaults.

    Raises:
        JobError: the file is no JSON object, or ``parse`` refuses what it says.
    """
    if not path.exists():
        return Hyperparameters()
    try:
        values = json.loads(path.read_bytes())
    except ValueError as error:
        raise JobError(f"{path.name} is not JSON: {error}.") from error
    if not isinstance(values, dict):
        raise JobError(f"{path.name} must hold a JSON object, but holds {values!r}.")
    return parse(values)


def parse(values: Mapping[str, Any]) -> Hyperparameters:
    """Turn SageMaker's strings into hyperparameters.

    Raises:
        JobError: it names every hyperparameter that is unknown or illegal, all at once.
    """
    known = [field.name for field in fields(Hyperparameters)]
    legal: dict[str, Any] = {}
    problems = []
    for name, value in values.items():
        if name.startswith("_"):
            continue  # a tuning job's own, such as _tuning_objective_metric
        if name not in known:
            problems.append(f"{name} is unknown (known are {', '.join(known)})")
        elif name == "criterion":
            legal[name] = value
            if value not in CRITERIA:
                problems.append(f"{name} must be one of {', '.join(CRITERIA)}, but is {value!r}")
        else:
            legal[name] = _whole_number(value)
            least, most = BOUNDS[name]
            if legal[name] is None or not least <= legal[name] <= most:
                problems.append(
                    f"{name} must be a whole number from {least} to {most}, but is {value!r}"
                )
    if problems:
        raise JobError(f"Hyperparameters refused: {'; '.join(problems)}.")
    return Hyperparameters(**legal)


def _whole_number(value: Any) -> int | None:
    try:
        return int(str(value))
    except ValueError:
        return None
