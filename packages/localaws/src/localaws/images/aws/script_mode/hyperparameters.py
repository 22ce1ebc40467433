"""A training job's hyperparameters: strings in the job, JSON by agreement, and some are the toolkit's own.

The rules are those of AWS's training toolkit (``sagemaker_training.environment``, ``params``).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

PREFIX = "sagemaker_"
PROGRAM = "sagemaker_program"
SUBMIT_DIRECTORY = "sagemaker_submit_directory"
LOG_LEVEL = "sagemaker_container_log_level"
JOB_NAME = "sagemaker_job_name"
REGION = "sagemaker_region"

# Those that say how to run the script; others with the prefix are the framework's parameters.
OWN = frozenset({
    PROGRAM,
    SUBMIT_DIRECTORY,
    LOG_LEVEL,
    JOB_NAME,
    REGION,
    "sagemaker_enable_cloudwatch_metrics",
    "sagemaker_s3_output",
    "default_user_module_name",
    "_tuning_objective_metric",
})  # fmt: skip


@dataclass(frozen=True)
class Hyperparameters:
    """All of a job's, each where it belongs.

    Attributes:
        users: what the script gets as arguments.
        own: what says which script to run, and how.
        framework: what is meant for the framework, such as ``sagemaker_mpi_enabled``.
    """

    users: Mapping[str, Any]
    own: Mapping[str, Any]
    framework: Mapping[str, Any]

    @classmethod
    def of(cls, written: Mapping[str, str]) -> Hyperparameters:
        """Those of a ``hyperparameters.json``."""
        values = {name: decoded(value) for name, value in written.items()}
        return cls(
            users={n: v for n, v in values.items() if n not in OWN and not n.startswith(PREFIX)},
            own={n: v for n, v in values.items() if n in OWN},
            framework={n: v for n, v in values.items() if n not in OWN and n.startswith(PREFIX)},
        )


def decoded(value: str) -> Any:
    """The value that JSON says; the text itself where it is no JSON."""
    try:
        return json.loads(value)
    except (ValueError, TypeError):
        return value
