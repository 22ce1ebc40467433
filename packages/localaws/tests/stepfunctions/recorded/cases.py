"""Calls of the API with what AWS answered, recorded elsewhere, where a folder of them is at hand.

A case is a line of JSON: ``area``, ``case``, ``services``, ``calls`` (``service``, ``operation``,
``parameters``) and ``aws``, the answers under names of their own. The folder is $LOCALAWS_RECORDED, or
``shared/data/asl-recorded`` beside the checkout. Nothing of it is a part of the project.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_CHECKOUT = Path(__file__).parents[5]


@dataclass(frozen=True)
class Case:
    name: str
    calls: list[dict[str, Any]]
    aws: dict[str, Any]


def recorded() -> Iterator[Case]:
    """Every case; none where the folder is not there."""
    folder = Path(
        os.environ.get("LOCALAWS_RECORDED") or _CHECKOUT.parent / "shared/data/asl-recorded"
    )
    for file in sorted(folder.glob("*.jsonl")):
        for line in file.read_text().splitlines():
            case = json.loads(line)
            name = f"{file.stem.rpartition('.')[2]}::{case['case']}"
            yield Case(name, case["calls"], case["aws"])
