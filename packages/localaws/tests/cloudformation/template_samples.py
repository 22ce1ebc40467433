"""The valid templates that the fuzzer starts from: ours, the CDK's bootstrap and a pipeline's stack."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from localaws.cloudformation.template.documents import parsed

from .sample_functions import FUNCTIONS
from .sample_resources import MOTO_TYPES, OWN_TYPES

ROOT = Path(__file__).parents[4]
BOOTSTRAP = ROOT / "node_modules/aws-cdk/lib/api/bootstrap/bootstrap-template.yaml"
SNAPSHOT = ROOT / "tests/infrastructure/__snapshots__/test_stack.ambr"


def bootstrap() -> dict[str, Any]:
    """The template that ``cdk bootstrap`` deploys."""
    found: dict[str, Any] = yaml.safe_load(BOOTSTRAP.read_text())
    return found


def stack() -> dict[str, Any]:
    """The template of a pipeline's stack, as its snapshot has it."""
    text = SNAPSHOT.read_text().split("'''")[1]
    return parsed(text)


def samples() -> list[dict[str, Any]]:
    return [FUNCTIONS, OWN_TYPES, MOTO_TYPES, bootstrap(), stack()]
