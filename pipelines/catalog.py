"""Which pipelines there are: every module of this package that has a `PIPELINE`.

A new pipeline is a new module; nothing is registered anywhere.
"""

import ast
import pkgutil
from functools import cache
from importlib import import_module
from pathlib import Path

import pipelines
from pipelines.definition import Pipeline


class NoSuchPipeline(LookupError):
    """No module of that name describes a pipeline."""


@cache
def names() -> list[str]:
    """The pipelines' names, sorted. Modules are read, not run, to find them."""
    return sorted(
        module.name
        for module in pkgutil.iter_modules(pipelines.__path__)
        if not module.ispkg and _describes_a_pipeline(module.name)
    )


def load(name: str) -> Pipeline:
    """The pipeline of that name.

    Raises NoSuchPipeline with the names that there are, ValueError where the description is wrong.
    """
    if name not in names():
        raise NoSuchPipeline(f"There is no pipeline {name!r}; there are: {', '.join(names())}.")
    pipeline = import_module(f"pipelines.{name}").PIPELINE
    if not isinstance(pipeline, Pipeline):
        raise TypeError(f"PIPELINE in pipelines/{name}.py is not a Pipeline.")
    if pipeline.name != name:
        raise ValueError(f"The pipeline in pipelines/{name}.py calls itself {pipeline.name!r}.")
    return pipeline


def _describes_a_pipeline(module: str) -> bool:
    tree = ast.parse(Path(pipelines.__path__[0], f"{module}.py").read_text(encoding="utf-8"))
    targets = [
        target
        for statement in tree.body
        for target in (
            statement.targets
            if isinstance(statement, ast.Assign)
            else [statement.target]
            if isinstance(statement, ast.AnnAssign)
            else []
        )
    ]
    return any(isinstance(target, ast.Name) and target.id == "PIPELINE" for target in targets)
