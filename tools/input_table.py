"""`python -m tools.input_table NAME`: writes what an execution may be started with into docs/reference/NAME.md.

From the very rules that the state machine checks, so that the document cannot be wrong.
"""

import json
import re
import sys
from pathlib import Path

from pipelines import catalog
from pipelines.deployment_inputs import DeploymentInputs
from pipelines.workflow.execution_input import Rule, rules

# Those of no deployment in particular: the names show where the stack's own would be.
_INPUTS = DeploymentInputs(
    region="us-east-1",
    bucket="<bucket>",
    image_uri="",
    execution_role_arn="",
    stage="dev",
    endpoint_name="<endpoint>",
)
_HEADING = "## Execution input\n"
_INTRODUCTION = """
An execution starts with `{{}}`. Its input may override any of these keys; the first state refuses a key
that is not here, and a value that is not what its row says, before anything is started. `{label}`
is the key `{key}` in the object `{section}`: `{{"{section}": {{"{key}": …}}}}`.
Which instance types there are for which kind of job is on [a page of its own](instance-types.md).

| key | what it is | must be | default |
|---|---|---|---|
"""
_LATER = """
A stack that takes its checkpoint from its own bucket has no key `{hub}`: the two
would contradict each other.
"""
_NAMED = """
A stack may limit endpoint names to those that its role may touch.
"""


def section(name: str) -> str:
    """The section of the pipeline of that name, in Markdown. Raises NoSuchPipeline."""
    pipeline = catalog.load(name)
    found = rules(pipeline, _INPUTS)
    shown = next(rule for rule in found if rule.section)
    introduction = _INTRODUCTION.format(label=shown.label, key=shown.key, section=shown.section)
    hub = pipeline.checkpoint.hub_parameter if pipeline.checkpoint else None
    after = _LATER.format(hub=f"hyperparameters.{hub}") if hub else ""
    return _HEADING + introduction + "".join(map(_row, found)) + after + _NAMED


def rewritten(document: str, name: str) -> str:
    """The document with its section as it is today. Raises ValueError where it has none."""
    before, heading, rest = document.partition(_HEADING)
    if not heading:
        raise ValueError(f"The document has no line {_HEADING.strip()!r} to write the table below.")
    following = re.search(r"^## ", rest, re.MULTILINE)
    return before + section(name) + ("\n" + rest[following.start() :] if following else "")


def _row(rule: Rule) -> str:
    cells = (f"`{rule.label}`", rule.description, rule.expects, f"`{json.dumps(rule.default)}`")
    return "| " + " | ".join(cell.replace("|", r"\|") for cell in cells) + " |\n"


if __name__ == "__main__":
    path = Path("docs/reference", f"{sys.argv[1]}.md")
    path.write_text(rewritten(path.read_text(encoding="utf-8"), sys.argv[1]), encoding="utf-8")
