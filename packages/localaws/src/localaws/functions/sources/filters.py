"""Which messages of a queue pass the filter criteria of its mapping. Pure.

Lambda's developer guide, "Using event filtering with an Amazon SQS event source": a body in JSON is held
against a pattern of objects, a body in plain text against a list of texts; where the one meets the
other the message is dropped.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence

from localaws.functions.errors import invalid
from localaws.functions.sources.records import Record
from localaws.protocols.refusal import Refusal

# An event pattern's text becomes a test of an event's text; a ValueError says that it is no pattern.
Compile = Callable[[str], Callable[[str], bool]]
Passes = Callable[[Record], bool]

_MOST = 10
_LONGEST = 4096  # characters of one pattern


def passes(filters: Sequence[str], compile_pattern: Compile) -> Passes:
    """The test of a record by patterns, of which it has to match one; without any every record passes.

    Raises:
        Refusal: one of them is no pattern.
    """
    tests = [_test(each, compile_pattern) for each in filters]

    def test(record: Record) -> bool:
        if not tests:
            return True
        text = json.dumps(record | {"body": _body(record["body"])})
        return any(each(text) for each in tests)

    return test


def check(filters: Sequence[str], compile_pattern: Compile) -> None:
    """See that filters can be.

    Raises:
        Refusal: there are too many, or one of them is no pattern.
    """
    if len(filters) > _MOST:
        raise invalid(
            f"FilterCriteria has {len(filters)} filters, and at most {_MOST} are allowed.",
        )
    passes(filters, compile_pattern)


def _test(pattern: str, compile_pattern: Compile) -> Callable[[str], bool]:
    if len(pattern) > _LONGEST:
        raise _invalid(f"it has more than {_LONGEST} characters")
    if pattern.strip() == "{}":  # lets everything pass
        return lambda _: True
    try:
        return compile_pattern(pattern)
    except ValueError as error:
        raise _invalid(str(error)) from error


def _body(text: str) -> object:
    """The body as the patterns see it."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return text
    return found if isinstance(found, dict | list) else text


def _invalid(reason: str) -> Refusal:
    return invalid(f"Invalid filter pattern definition. ({reason})")
