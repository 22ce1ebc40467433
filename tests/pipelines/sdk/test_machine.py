"""The whole state machine, as the SDK takes it."""

from typing import Any

from pipelines.sdk import upstream
from pipelines.workflow.state_machine import graph as built


def test_the_sdks_workflow_takes_the_graph(ner: Any, inputs: Any) -> None:
    """`Workflow(…).create()` sends what it is given as `definition`, when that is a Graph."""
    graph = built(ner, inputs)
    assert isinstance(graph, upstream.Graph)
    assert '"StartAt": "Check input"' in graph.to_json()
