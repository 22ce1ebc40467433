"""Resource types that this AWS does not know, and would not make.

CloudFormation is asked: it names those that a region lacks, and the embedded AWS those that a stack
would skip.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from stepline.doctor.case import Case
from stepline.doctor.finding import Finding, ok, problem

CHECK = "resource types"


def check(case: Case) -> Iterator[Finding]:
    template = case.made().template
    summary = case.client("cloudformation").get_template_summary(
        TemplateBody=json.dumps(only_types(template)),
        TemplateSummaryConfig={"TreatUnrecognizedResourceTypesAsWarnings": True},
    )
    unknown = summary.get("Warnings", {}).get("UnrecognizedResourceTypes", [])
    yield known(sorted({r["Type"] for r in template["Resources"].values()}), unknown)


def only_types(template: Mapping[str, Any]) -> dict[str, Any]:
    """A template with one resource of each type and nothing else: a whole one may be too large to send."""
    kinds = sorted({resource["Type"] for resource in template["Resources"].values()})
    return {"Resources": {f"R{number}": {"Type": kind} for number, kind in enumerate(kinds)}}


def known(kinds: Sequence[str], unknown: Sequence[str]) -> Finding:
    if unknown:
        return problem(
            CHECK,
            f"this AWS makes no {', no '.join(sorted(unknown))}",
            "a stack of types that it makes: without them, what refers to them fails",
        )
    return ok(CHECK, f"all {len(kinds)} are known")
