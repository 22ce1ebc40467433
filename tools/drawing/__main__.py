"""`python -m tools.drawing ner docs/pipeline.svg`: draw a pipeline's state machine.

A third argument names the variant: `python -m tools.drawing ner docs/seven-steps.svg full`.
"""

import sys
from dataclasses import replace
from pathlib import Path

from pipelines import catalog
from pipelines.deployment_inputs import DeploymentInputs
from pipelines.variant import VARIANTS
from pipelines.workflow.state_machine import definition
from tools.drawing.layout import layout
from tools.drawing.outline import outline
from tools.drawing.svg import svg

# The shape of a definition depends on what a stack has: this one has all that every stack has.
_INPUTS = DeploymentInputs(
    region="us-east-1",
    bucket="bucket",
    image_uri="image",
    execution_role_arn="role",
    stage="dev",
    endpoint_name="endpoint",
    code_uri="s3://bucket/code.zip",
    code_file="code.zip",
    source_uri="s3://bucket/source.tar.gz",
    pretrained="s3://bucket/pretrained/",
    table="table",
    topic_arn="topic",
    package_group="group",
)


def drawing(pipeline: str, variant: str = "served") -> str:
    """The SVG of a variant of the pipeline of that name. Raises NoSuchPipeline."""
    inputs = replace(_INPUTS, variant=VARIANTS[variant])
    return svg(layout(outline(definition(catalog.load(pipeline), inputs))))


def main(arguments: list[str]) -> int:
    """Write the drawing of the first argument's pipeline to the second argument's file."""
    name, target, variant = (*arguments, "served")[:3] if len(arguments) > 1 else ("", "", "")
    if len(arguments) > 3 or variant not in VARIANTS:
        usage = f"PIPELINE FILE.svg [{'|'.join(VARIANTS)}]"
        print(f"usage: python -m tools.drawing {usage}", file=sys.stderr)
        return 2
    try:
        drawn = drawing(name, variant)
    except catalog.NoSuchPipeline as problem:
        print(problem, file=sys.stderr)
        return 1
    Path(target).write_text(drawn, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
