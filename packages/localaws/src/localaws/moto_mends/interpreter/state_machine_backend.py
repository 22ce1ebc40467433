"""Defects: CloudFormation makes state machines in the backend that does not execute them; every thread of every execution is remembered for ever.

moto has two backends for Step Functions. Here the one that interprets definitions is the only one.

Upstream: docs/moto-issues/state_machine_backend.md
"""

from __future__ import annotations

from typing import Any

from moto.core.config import default_user_config
from moto.stepfunctions import models
from moto.stepfunctions.parser import utils
from moto.stepfunctions.parser.models import stepfunctions_parser_backends

from localaws.moto_mends import guard


class _Forgetful(list[Any]):
    """A list that keeps nothing."""

    def append(self, item: Any) -> None:
        """Let it go."""


def apply() -> None:
    default_user_config["stepfunctions"] = {"execute_state_machine": True}
    # Only where CloudFormation looks: moto finds the service's URLs through the other one.
    models.stepfunctions_backends = stepfunctions_parser_backends
    guard.replace_everywhere(utils.TMP_THREADS, _Forgetful())
