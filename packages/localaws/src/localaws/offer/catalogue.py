"""The list as data: ``services/<botocore's name>.toml``, one file a service of which something is done.

A file has ``about`` (a sentence), ``does`` (operations whose work happens as on AWS, reading what is
kept among them), and tables by operation: ``records`` (what is kept on AWS too and does nothing by
itself, with the sentence of AWS's documentation that says so), ``notes`` (what is not as on AWS),
``refused`` (why, for a refusal that deserves a reason), and ``types`` (CloudFormation types that
moto's models make, with the operation that each stands for, ``without`` the properties of which the
model would only pretend). ``elsewhere.toml`` says of services that have no file what there is not.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

_HERE = Path(__file__).parent


@dataclass(frozen=True)
class Type:
    """A CloudFormation type that moto's model makes."""

    operation: str
    without: tuple[str, ...] = ()


@dataclass(frozen=True)
class Service:
    """What is offered of a service; names are botocore's."""

    name: str
    about: str
    does: frozenset[str]
    records: Mapping[str, str] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)
    refused: Mapping[str, str] = field(default_factory=dict)
    types: Mapping[str, Type] = field(default_factory=dict)

    def offers(self, operation: str) -> bool:
        return operation in self.does or operation in self.records


@dataclass(frozen=True)
class Catalogue:
    """All services by name, and reasons for those of which nothing is done."""

    services: Mapping[str, Service]
    elsewhere: Mapping[str, str]

    @property
    def types(self) -> Mapping[str, Type]:
        """The CloudFormation types that moto's models may make."""
        return {k: made for service in self.services.values() for k, made in service.types.items()}


@cache
def offered() -> Catalogue:
    """The list, read once."""
    services = {file.stem: _service(file) for file in sorted((_HERE / "services").glob("*.toml"))}
    return Catalogue(services, tomllib.loads((_HERE / "elsewhere.toml").read_text())["services"])


def _service(file: Path) -> Service:
    data = tomllib.loads(file.read_text())
    types = {
        kind: Type(made["operation"], tuple(made.get("without", ())))
        for kind, made in data.get("types", {}).items()
    }
    return Service(name=file.stem, **{**data, "does": frozenset(data["does"]), "types": types})
