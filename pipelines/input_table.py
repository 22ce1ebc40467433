"""`python -m pipelines.input_table ner docs/execution-input.md`: what an execution may be started with.

Written from the very rules that the state machine checks, so that the document cannot be wrong.
"""

import json
import sys
from pathlib import Path

from pipelines import catalog
from pipelines.execution_input import Rule, rules
from pipelines.place import Place

# The place of nowhere in particular: its names show where the stack's own would be.
_PLACE = Place(
    region="us-east-1",
    bucket="<bucket>",
    image_uri="",
    execution_role_arn="",
    stage="dev",
    endpoint_name="<endpoint>",
)
_INTRODUCTION = """# What an execution may be started with

An execution of `{name}` starts with `{{}}`. Its input may override any of these keys; the first state
refuses a key that is not here, and a value that is not what its row says, before anything is started.
`hyperparameters.epochs` is the key `epochs` in the object `hyperparameters`:

```json
{{"hyperparameters": {{"epochs": 5}}, "training": {{"instance_type": "ml.g5.xlarge"}}}}
```

| key | what it is | must be | default |
|---|---|---|---|
"""
_LATER = """
A stack that takes its checkpoint from its own bucket has no key `{hub}`: the two would contradict each
other. A stack may also limit endpoint names to those that its role may touch.
"""


def document(name: str) -> str:
    """The document of the pipeline of that name, in Markdown. Raises NoSuchPipeline."""
    pipeline = catalog.load(name)
    rows = "".join(_row(rule) for rule in rules(pipeline, _PLACE))
    hub = pipeline.checkpoint.hub_parameter if pipeline.checkpoint else None
    after = _LATER.format(hub=f"hyperparameters.{hub}") if hub else ""
    return _INTRODUCTION.format(name=name) + rows + after


def _row(rule: Rule) -> str:
    cells = (f"`{rule.label}`", rule.description, rule.expects, f"`{json.dumps(rule.default)}`")
    return "| " + " | ".join(cell.replace("|", r"\|") for cell in cells) + " |\n"


if __name__ == "__main__":
    Path(sys.argv[2]).write_text(document(sys.argv[1]), encoding="utf-8")
