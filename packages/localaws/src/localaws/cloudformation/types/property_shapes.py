"""Which shape AWS's own schemas give the properties of the types that are made here.

``property_shapes.json`` holds it, by type: a kind (``"String"``), a list of kinds where one of them
will do, ``{"list": shape}``, ``{"map": shape}``, ``{"members": {...}, "required": [...]}``, or null for
anything. It is made of the schemas of CloudFormation's registry, as cfn-lint carries them
(https://github.com/aws-cloudformation/cfn-lint, MIT-0), without what is checked elsewhere: lengths,
patterns, allowed values.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

PATH = Path(__file__).with_suffix(".json")


def shape_of(kind: str) -> Any:
    """The shape of a type's properties; None for a type of which none is known."""
    return _shapes().get(kind)


@functools.cache
def _shapes() -> Mapping[str, Any]:
    found: dict[str, Any] = json.loads(PATH.read_text(encoding="utf-8"))
    return found
