"""moto without its heavy services, until somebody uses one.

``moto.ssm`` draws in ``ec2`` (a second of work and 80 MiB of instance types);
``moto.cloudformation.parsing`` imports thirty services for the side effect that their classes exist.
Here those modules are imported while their heavy neighbours are only *deferred*: names that import the
real module when somebody first uses them. Step Functions of moto's nobody uses.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.machinery import ModuleSpec
from operator import attrgetter
from types import ModuleType
from typing import Any

HEAVY = frozenset(
    [
        "apigateway",
        "autoscaling",
        "awslambda",
        "batch",
        "datapipeline",
        "dynamodb",
        "ec2",
        "ecs",
        "efs",
        "elb",
        "elbv2",
        "emr",
        "iot",
        "kinesis",
        "rds",
        "redshift",
        "route53",
        "sagemaker",
        "stepfunctions",
    ]
)
_LIGHT_IMPORTERS = (
    "moto.ssm.models",
    "moto.cloudformation.parsing",
)


class DeferredName:
    """A name of a module that is not imported yet; using it imports the module.

    While modules are being deferred, an attribute of it is one more deferred name.
    """

    def __init__(self, module: str, path: str) -> None:
        self._deferred = (module, path)

    def _real(self) -> Any:
        module, path = self._deferred
        return attrgetter(path)(importlib.import_module(module))

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        if _Finder in sys.meta_path:
            module, path = self._deferred
            return DeferredName(module, f"{path}.{name}")
        return getattr(self._real(), name)

    def __getitem__(self, key: Any) -> Any:
        return self._real()[key]

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._real()(*args, **kwargs)

    def __instancecheck__(self, instance: object) -> bool:
        """Nothing is an instance of a class whose module nobody has imported."""
        return self._deferred[0] in sys.modules and isinstance(instance, self._real())


class _DeferredModule(ModuleType):
    """Stands for a module while its importers are being imported."""

    __path__: list[str] = []  # noqa: RUF012  (a module has it so)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return DeferredName(self.__name__, name)


class _Finder:
    """Finds deferred modules in place of the heavy ones."""

    @classmethod
    def find_spec(cls, name: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        parts = name.split(".")
        if len(parts) > 1 and parts[0] == "moto" and parts[1] in HEAVY and name not in sys.modules:
            return ModuleSpec(name, cls(), is_package=True)  # type: ignore[arg-type]
        return None

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return _DeferredModule(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """There is nothing to execute: names come on demand."""


@contextmanager
def deferring() -> Iterator[None]:
    """Within the block, importing a heavy module that is not loaded yields a deferred one."""
    import moto

    sys.meta_path.insert(0, _Finder)
    try:
        yield
    finally:
        sys.meta_path.remove(_Finder)
        deferred = [n for n, module in sys.modules.items() if isinstance(module, _DeferredModule)]
        for name in deferred:
            del sys.modules[name]
        for service in HEAVY:
            if isinstance(vars(moto).get(service), _DeferredModule):
                delattr(moto, service)


def apply() -> None:
    """Import the light importers of heavy modules."""
    with deferring():
        for name in _LIGHT_IMPORTERS:
            importlib.import_module(name)
