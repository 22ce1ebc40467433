"""`python -m tools.drawing ner docs/pipeline.svg`: draw a pipeline's state machine."""

import sys
from pathlib import Path

from pipelines import catalog
from pipelines.deployment_inputs import DeploymentInputs
from pipelines.workflow.state_machine import definition
from tools.drawing.layout import layout
from tools.drawing.svg import svg

# The shape of a definition depends on its inputs only by where its checkpoint comes from.
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
)


def drawing(pipeline: str) -> str:
    """The SVG of the pipeline of that name. Raises NoSuchPipeline."""
    return svg(layout(definition(catalog.load(pipeline), _INPUTS)))


def main(arguments: list[str]) -> int:
    """Write the drawing of the first argument's pipeline to the second argument's file."""
    if len(arguments) != 2:
        print("usage: python -m tools.drawing PIPELINE FILE.svg", file=sys.stderr)
        return 2
    name, target = arguments
    try:
        drawn = drawing(name)
    except catalog.NoSuchPipeline as problem:
        print(problem, file=sys.stderr)
        return 1
    Path(target).write_text(drawn, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
