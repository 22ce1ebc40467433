"""Condition blocks of policy statements. Pure.

By "IAM JSON policy elements: Condition operators" of the IAM user guide.
"""

from __future__ import annotations

import fnmatch
import ipaddress
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from localaws.identity.variables import Context, filled, pattern


def met(block: Mapping[str, Any], context: Context) -> tuple[bool, set[str]]:
    """Whether every condition of a block holds, and the keys of which nobody gave a value."""
    missing: set[str] = set()
    holds = True
    for operator, keys in block.items():
        for key, wanted in keys.items():
            given = context.get(key.lower())
            if given is None and not operator.startswith("Null"):
                missing.add(key)
            holds = _holds(operator, given, _texts(wanted), context) and holds
    return holds, missing


def _holds(
    operator: str, given: Sequence[str] | None, wanted: Sequence[str], context: Context
) -> bool:
    if operator == "Null":
        return (given is None) == (wanted[0].lower() == "true")
    quantifier, _, base = operator.rpartition(":")
    optional = base.endswith("IfExists")
    base = base.removesuffix("IfExists")
    negative = "Not" in base
    named = base.replace("Not", "")
    compare = _PATTERNS.get(named) or _COMPARISONS.get(named)
    if compare is None:
        return False  # no operator of IAM's: such a statement lets nobody do anything
    if given is None:
        return optional or negative or quantifier == "ForAllValues"

    meant = [(pattern if named in _PATTERNS else filled)(each, context) for each in wanted]

    def one(value: str) -> bool:
        return negative != any(_compared(compare, value, each) for each in meant)

    if quantifier == "ForAnyValue":
        return any(one(value) for value in given)
    return all(one(value) for value in given)


def _compared(compare: Callable[[str, str], bool], given: str, wanted: str) -> bool:
    try:
        return compare(given, wanted)
    except ValueError:  # no number, no date, no address
        return False


def _arn(given: str, wanted: str) -> bool:
    """Each of the six parts of an ARN by itself, so that a star does not reach over a colon."""
    parts, patterns = given.split(":", 5), wanted.split(":", 5)
    return len(parts) == len(patterns) and all(map(fnmatch.fnmatchcase, parts, patterns))


def _number(text: str) -> float:
    return float(text)


def _moment(text: str) -> float:
    """Seconds since 1970, of a date or of such a number."""
    if text.replace(".", "", 1).isdecimal():
        return float(text)
    moment = datetime.fromisoformat(text)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


def _address(given: str, wanted: str) -> bool:
    return ipaddress.ip_address(given) in ipaddress.ip_network(wanted, strict=False)


_PATTERNS: Mapping[str, Callable[[str, str], bool]] = {
    "StringLike": fnmatch.fnmatchcase,
    "ArnEquals": _arn,
    "ArnLike": _arn,
}
_COMPARISONS: Mapping[str, Callable[[str, str], bool]] = {
    "StringEquals": str.__eq__,
    "StringEqualsIgnoreCase": lambda given, wanted: given.lower() == wanted.lower(),
    "Bool": lambda given, wanted: given.lower() == wanted.lower(),
    "BinaryEquals": str.__eq__,
    "IpAddress": _address,
    "NumericEquals": lambda given, wanted: _number(given) == _number(wanted),
    "NumericLessThan": lambda given, wanted: _number(given) < _number(wanted),
    "NumericLessThanEquals": lambda given, wanted: _number(given) <= _number(wanted),
    "NumericGreaterThan": lambda given, wanted: _number(given) > _number(wanted),
    "NumericGreaterThanEquals": lambda given, wanted: _number(given) >= _number(wanted),
    "DateEquals": lambda given, wanted: _moment(given) == _moment(wanted),
    "DateLessThan": lambda given, wanted: _moment(given) < _moment(wanted),
    "DateLessThanEquals": lambda given, wanted: _moment(given) <= _moment(wanted),
    "DateGreaterThan": lambda given, wanted: _moment(given) > _moment(wanted),
    "DateGreaterThanEquals": lambda given, wanted: _moment(given) >= _moment(wanted),
}


def _texts(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [str(each).lower() if isinstance(each, bool) else str(each) for each in values]
