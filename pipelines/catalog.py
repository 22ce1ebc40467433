"""Which pipelines there are: every module of this package that has a `PIPELINE`.

A new pipeline is a new module; nothing is registered anywhere. A module that cannot be read or run
is a mistake of whoever writes it, said with its file and line, and no other pipeline suffers by it.
"""

import ast
import pkgutil
import re
from functools import cache
from importlib import import_module
from pathlib import Path

import pipelines
from pipelines import mistakes
from pipelines.definition import Pipeline
from pipelines.mistakes import BrokenPipeline

_MENTIONED = re.compile(rb"\bPIPELINE\b")


class NoSuchPipeline(LookupError):
    """No module of that name describes a pipeline."""


@cache
def names() -> list[str]:
    """The pipelines' names, sorted. Modules are read, not run, to find them."""
    return sorted(
        module.name
        for module in pkgutil.iter_modules(pipelines.__path__)
        if not module.ispkg and _describes_a_pipeline(_file(module.name))
    )


def load(name: str) -> Pipeline:
    """The pipeline of that name.

    Raises NoSuchPipeline with the names that there are, BrokenPipeline where its module is wrong.
    """
    if name not in names():
        raise NoSuchPipeline(f"There is no pipeline {name!r}; there are: {', '.join(names())}.")
    try:
        pipeline = import_module(f"pipelines.{name}").PIPELINE
    except (Exception, SystemExit) as error:  # whatever a module may do while it is run
        raise mistakes.found(name, _file(name), error) from error
    if not isinstance(pipeline, Pipeline):
        raise BrokenPipeline(name, _file(name), None, "its PIPELINE is not a Pipeline")
    if pipeline.name != name:
        said = f"its pipeline calls itself {pipeline.name!r} instead of {name!r}"
        raise BrokenPipeline(name, _file(name), None, said)
    return pipeline


def _file(module: str) -> Path:
    return Path(pipelines.__path__[0], f"{module}.py")


def _describes_a_pipeline(file: Path) -> bool:
    """Whether it assigns a PIPELINE; where it cannot be parsed, whether it speaks of one."""
    try:
        source = file.read_bytes()
    except OSError:
        return True  # it may be one: `load` says what is wrong
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return _MENTIONED.search(source) is not None
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
