"""The retraining chain that all pipelines share."""

from typing import Any

from pipelines.definition import Pipeline
from pipelines.place import Place


def definition(pipeline: Pipeline, place: Place) -> dict[str, Any]:
    """The state machine of a pipeline in a place, in Amazon States Language."""
    raise NotImplementedError
