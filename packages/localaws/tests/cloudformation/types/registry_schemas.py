"""Makes the shapes of properties out of the registry's schemas that cfn-lint carries.

.venv/bin/python packages/localaws/tests/cloudformation/types/registry_schemas.py
"""

from __future__ import annotations

import json
from typing import Any

from cfnlint.schema import PROVIDER_SCHEMA_MANAGER

from localaws.cloudformation.types.property_shapes import PATH
from localaws.cloudformation.types.registry import own_types
from localaws.offer.catalogue import offered

_KINDS = {
    "string": "String",
    "boolean": "Boolean",
    "integer": "Integer",
    "number": "Number",
    "object": "JSONObject",
    "array": "JSONArray",
}
# No types of the registry: CloudFormation looks at nothing in them.
_FREE = {"AWS::CDK::Metadata", "AWS::CloudFormation::CustomResource"}


def shapes() -> dict[str, Any]:
    """The shape of each type that is made here."""
    found = {}
    for kind in sorted({*own_types(), *offered().types} - _FREE):
        schema = PROVIDER_SCHEMA_MANAGER.get_resource_schema("us-east-1", kind).schema
        found[kind] = _shape(schema | {"type": "object"}, schema)
    return found


def text() -> str:
    return json.dumps(shapes(), indent=1, sort_keys=True) + "\n"


def _shape(node: dict[str, Any], schema: dict[str, Any]) -> Any:
    while "$ref" in node:
        target: Any = schema
        for key in node["$ref"].removeprefix("#/").split("/"):
            target = target[key]
        node = target
    kind = node.get("type")
    if isinstance(kind, list):
        return sorted(_KINDS[one] for one in kind)
    if kind == "array":
        return {"list": _shape(node.get("items", {}), schema)}
    if kind == "object":
        return _object(node, schema)
    return None if kind is None else _KINDS[kind]


def _object(node: dict[str, Any], schema: dict[str, Any]) -> Any:
    if "patternProperties" in node:
        value, *others = (_shape(one, schema) for one in node["patternProperties"].values())
        assert all(other == value for other in others), "values of one map have different shapes"
        return {"map": value}
    if node.get("additionalProperties") is not False:
        return "JSONObject"
    members = {name: _shape(one, schema) for name, one in node.get("properties", {}).items()}
    required = {"required": sorted(node["required"])} if node.get("required") else {}
    return {"members": members, **required}


if __name__ == "__main__":
    PATH.write_text(text(), encoding="utf-8")
