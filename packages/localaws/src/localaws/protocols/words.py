"""How AWS's messages spell values, members and what is wrong with them."""

from __future__ import annotations

from typing import Any

JSON_KINDS = {str: "STRING_VALUE", bool: "TRUE_VALUE", int: "NUMBER_VALUE", float: "NUMBER_VALUE"}
_SHOWN = 1000  # characters of a wrong value that a message repeats


def joined(path: str, member: str) -> str:
    """AWS names members in messages with a small first letter."""
    name = member[:1].lower() + member[1:]
    return f"{path}.{name}" if path else name


def problem(value: Any, path: str, constraint: str) -> str:
    """One broken constraint."""
    shown = "null" if value is None else f"'{spelled(value)}'"
    return f"Value {shown} at '{path}' failed to satisfy constraint: {constraint}"


def secret_problem(path: str, constraint: str) -> str:
    """The same of a value that nobody is to read."""
    return f"Value at '{path}' failed to satisfy constraint: {constraint}"


def spelled(value: Any) -> str:
    """A value as Java prints it."""
    if isinstance(value, dict):
        text = "{" + ", ".join(f"{key}={spelled(member)}" for key, member in value.items()) + "}"
    elif isinstance(value, list):
        text = "[" + ", ".join(spelled(member) for member in value) + "]"
    elif isinstance(value, bytes | bytearray):
        text = f"java.nio.HeapByteBuffer[pos=0 lim={len(value)} cap={len(value)}]"
    else:
        text = str(value)
    return text[:_SHOWN]


def summed_up(problems: list[str]) -> str:
    """All broken constraints in one sentence."""
    count = f"{len(problems)} validation error{'s' if len(problems) > 1 else ''} detected: "
    return count + "; ".join(problems)
