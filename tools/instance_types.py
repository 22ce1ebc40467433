"""`python -m tools.instance_types`: writes pipelines/instance_types.json and docs/reference/instance-types.md.

From the service model of the pinned botocore, which pipelines may not import: its enumerations are the
service's own lists of the instance types that each kind of job takes.
"""

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from botocore.loaders import Loader

from pipelines import instance_types

SHAPES = {
    "processing": "ProcessingInstanceType",
    "training": "TrainingInstanceType",
    "endpoint": "ProductionVariantInstanceType",
    "transform": "TransformInstanceType",
}
PAGE = Path("docs/reference/instance-types.md")
_SMALL = ("nano", "micro", "small", "medium", "large", "xlarge")

Families = Mapping[str, str]


def of_botocore() -> dict[str, Families]:
    """For each kind of job, the sizes of each family with spaces between them, smallest first."""
    shapes = Loader().load_service_model("sagemaker", "service-2")["shapes"]
    return {kind: _by_family(shapes[shape]["enum"]) for kind, shape in SHAPES.items()}


def data() -> str:
    """What pipelines/instance_types.json has to hold."""
    return json.dumps(of_botocore(), indent=1) + "\n"


def page() -> str:
    """The same for a reader, in Markdown, with those that have a GPU marked."""
    parts = [_INTRODUCTION]
    for kind, words in instance_types.KINDS.items():
        parts.append(f"\n## For {words}\n\n| family | sizes |\n|---|---|\n")
        for family, sizes in _listed(kind).items():
            mark = " (GPU)" if instance_types.has_gpu(f"ml.{family}.large") else ""
            parts.append(f"| `ml.{family}`{mark} | {', '.join(sizes.split())} |\n")
    return "".join(parts)


def _listed(kind: instance_types.Kind) -> Mapping[str, str]:
    """The two kinds of which one list is made are in botocore, and it is not."""
    return instance_types.families(kind) if kind not in SHAPES else of_botocore()[kind]


_INTRODUCTION = """# Instance types

What `instance_type` may be in an execution's input and in the settings, by kind of job: the lists of
SageMaker's own API. `ml.m5` with the size `xlarge` is `ml.m5.xlarge`. Which of them a region has, and how
many an account may use, is for the region and the account's quotas to say. (GPU) marks those
with NVIDIA GPUs: [ner](ner.md) runs in its image for GPUs there.

This page is written by `python -m tools.instance_types`.
"""


def _by_family(names: Iterable[str]) -> Families:
    families: dict[str, list[str]] = {}
    for name in names:
        _, family, size = name.split(".")
        families.setdefault(family, []).append(size)
    return {
        family: " ".join(sorted(families[family], key=_rank))
        for family in sorted(families, key=_by_numbers)
    }


def _rank(size: str) -> tuple[int, int, str]:
    """Where a size comes among those of its family: large, xlarge, 2xlarge, 12xlarge, metal."""
    if size in _SMALL:
        return (0, _SMALL.index(size), size)
    times = re.fullmatch(r"([0-9]+)xlarge", size)
    return (1, int(times[1]), size) if times else (2, 0, size)


def _by_numbers(family: str) -> list[tuple[int, str]]:
    """c5 before c6i, and p4d before p10."""
    return [(int(part), "") if part.isdigit() else (0, part) for part in re.split(r"(\d+)", family)]


if __name__ == "__main__":
    Path(instance_types.DATA).write_text(data(), encoding="utf-8")
    PAGE.write_text(page(), encoding="utf-8")
