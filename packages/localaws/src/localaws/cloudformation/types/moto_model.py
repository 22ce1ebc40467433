"""Resource types that moto's own models make: what they do not read, they do not do, and that is
reported. How they are changed, and what else is known of them, is said in ``moto_types``.
"""

from __future__ import annotations

import copy
import importlib
import logging
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError
from moto.core.common_models import CloudFormationModel
from moto.core.exceptions import ServiceException
from werkzeug.exceptions import HTTPException

from localaws import lazy_moto
from localaws.cloudformation.errors import Refused, ReplacementNeeded
from localaws.cloudformation.types.handler import Made, Site, undone_on_failure
from localaws.cloudformation.types.moto_types import MOTO_TYPES
from localaws.cloudformation.unsupported import UNSUPPORTED
from localaws.lazy_moto import HEAVY

lazy_moto.apply()

from moto.cloudformation import parsing  # noqa: E402

log = logging.getLogger(__name__)

# Where a type's service has another name in moto than in CloudFormation.
_MODULES = {"lambda": "awslambda", "elasticloadbalancing": "elb", "elasticloadbalancingv2": "elbv2"}


class MotoModel:
    """A type by moto's model of it."""

    properties = None

    def __init__(
        self, kind: str, model: type[CloudFormationModel], hidden: Collection[str]
    ) -> None:
        self._kind = kind
        self._hidden = hidden
        self._model: Any = model
        self._type = MOTO_TYPES.get(kind)
        self.fixed = self._type.fixed if self._type else frozenset()

    def create(self, site: Site, name: str, properties: Mapping[str, Any]) -> Made:
        document, read = self._document(properties)
        named = self._model.cloudformation_name_type()
        called = properties.get(named, name) if named else name
        with _said_clearly(self._kind, read):
            made = self._model.create_from_cloudformation_json(
                called,
                document,
                site.account,
                site.region,
                LogicalId=site.logical_id,
                StackId=site.stack_id,
                ResourceType=self._kind,
            )
        self._report(site, properties, read)
        # moto's model of an event bus knows no physical id.
        physical = str(getattr(made, "physical_resource_id", called))
        if self._type and self._type.named_by:
            physical = str(properties.get(self._type.named_by, called))
        resource = Made(physical, model=made)
        with undone_on_failure(lambda: self.delete(site, resource, properties)):
            return replace(resource, attributes=self._attributes(site, resource))

    def update(
        self, site: Site, made: Made, old: Mapping[str, Any], new: Mapping[str, Any]
    ) -> Made:
        if self._type is None:
            raise ReplacementNeeded(f"it is not known here how to change a {self._kind}")
        self._type.update(site, made, old, new)
        changed = {name for name in {*old, *new} if old.get(name) != new.get(name)}
        for name in sorted(changed - self._type.changing):
            UNSUPPORTED.add(site.stack, site.logical_id, f"{self._kind} property {name}")
        return replace(made, attributes=self._attributes(site, made))

    def delete(self, site: Site, made: Made, properties: Mapping[str, Any]) -> None:
        try:
            made.model.delete(site.account, site.region)
        except (AttributeError, TypeError):
            if not hasattr(self._model.delete_from_cloudformation_json, "__isabstractmethod__"):
                self._model.delete_from_cloudformation_json(
                    made.physical_id, self._document(properties)[0], site.account, site.region
                )

    def _attributes(self, site: Site, made: Made) -> Mapping[str, Any]:
        if self._type is None:
            return {}
        return self._type.attributes(site, made.physical_id, made.model)

    def _document(self, properties: Mapping[str, Any]) -> tuple[dict[str, Any], set[str]]:
        read: set[str] = set()
        shown = {name: value for name, value in properties.items() if name not in self._hidden}
        tracked = _Tracked(copy.deepcopy(shown))
        tracked.read = read
        return {"Type": self._kind, "Properties": tracked}, read

    def _report(self, site: Site, properties: Mapping[str, Any], read: set[str]) -> None:
        skipped = set(properties) - read - {"Tags"} | set(properties) & set(self._hidden)
        for name in sorted(skipped):
            UNSUPPORTED.add(site.stack, site.logical_id, f"{self._kind} property {name}")


@contextmanager
def _said_clearly(kind: str, read: Collection[str]) -> Iterator[None]:
    """What moto fails with that is no sentence of a service's, in one that names type and property."""
    try:
        yield
    except (BotoCoreError, ClientError, HTTPException, ServiceException):
        raise
    except Exception as error:  # moto looks at no value before it uses it
        log.info("moto's model of %s failed", kind, exc_info=True)
        missing = error.args[0] if isinstance(error, KeyError) and error.args else None
        if missing in read:
            raise Refused(
                f"{kind}: the property {missing} is needed here, or a value in it"
            ) from error
        looked = f" (it looked at {', '.join(sorted(read))})" if read else ""
        raise Refused(
            f"{kind}: a property has a value that this embedded AWS cannot use{looked}"
        ) from error


class _Tracked(dict[str, Any]):
    """Properties that know which of them were looked at."""

    read: set[str]

    def __getitem__(self, key: str) -> Any:
        self.read.add(key)
        return super().__getitem__(key)

    def get(self, key: str, default: Any = None) -> Any:
        self.read.add(key)
        return super().get(key, default)

    def __contains__(self, key: object) -> bool:
        self.read.add(str(key))
        return super().__contains__(key)

    def items(self) -> Any:
        self.read.update(self)
        return super().items()

    def __iter__(self) -> Iterator[str]:
        self.read.update(dict.keys(self))
        return super().__iter__()


def moto_model(kind: str, hidden: Collection[str] = ()) -> MotoModel | None:
    """moto's way with a type, its service imported if need be; None if it has none.

    ``hidden`` names properties that moto's model would only pretend to honour: it does not see them.
    """
    if kind not in parsing.get_model_map():
        service = kind.split("::")[1].lower() if kind.count("::") == 2 else ""
        module = _MODULES.get(service, service)
        if module not in HEAVY:
            return None
        importlib.import_module(f"moto.{module}.models")
        parsing.get_model_list.cache_clear()
        parsing.get_model_map.cache_clear()
    model = parsing.get_model_map().get(kind)
    return MotoModel(kind, model, hidden) if model is not None else None
