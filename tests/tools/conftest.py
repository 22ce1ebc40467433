"""The pipelines that the tools are tried on are those of `tests/pipelines`."""

from tests.pipelines.conftest import definitions, inputs, pipelines, split, tree

__all__ = ["definitions", "inputs", "pipelines", "split", "tree"]
