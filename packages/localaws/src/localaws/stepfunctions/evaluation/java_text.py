"""Values as Java writes them, which AWS passes on: ``{name=Anna, tags=[a, 1]}``."""

from __future__ import annotations

import json
from typing import Any


def write(found: Any) -> str:
    """Strings as they are, objects and arrays as Java's maps and lists."""
    if isinstance(found, str):
        return found
    if isinstance(found, dict):
        return "{" + ", ".join(f"{key}={write(one)}" for key, one in found.items()) + "}"
    if isinstance(found, list):
        return "[" + ", ".join(write(one) for one in found) + "]"
    return json.dumps(found)


def class_name(found: Any) -> str:
    """The class that Java has the value in."""
    names: dict[type, str] = {
        str: "java.lang.String",
        bool: "java.lang.Boolean",
        int: "java.lang.Integer",
        float: "java.lang.Double",
        list: "net.minidev.json.JSONArray",
        dict: "java.util.LinkedHashMap",
    }
    return names.get(type(found), "null")
