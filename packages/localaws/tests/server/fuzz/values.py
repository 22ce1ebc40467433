"""Values that a shape of a service model allows, made from a seeded random."""

from __future__ import annotations

import random
import re
import warnings
from datetime import UTC, datetime
from functools import cache
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser as sre_parse  # type: ignore[attr-defined]
from typing import Any

from localaws.protocols.patterns import matcher

_DEEPEST = 6
_WORDS = (
    "orders", "a-name", "example", "Name1", "1", "12345678", "true", "us-east-1", "123456789012",
    "arn:aws:iam::123456789012:role/example", "arn:aws:iam::123456789012:policy/example",
    "arn:aws:states:us-east-1:123456789012:stateMachine:example",
    "arn:aws:states:us-east-1:123456789012:execution:example:run",
    "arn:aws:states:us-east-1:123456789012:activity:example",
    "arn:aws:sagemaker:us-east-1:123456789012:model/example",
    "arn:aws:events:us-east-1:123456789012:rule/example",
    "arn:aws:scheduler:us-east-1:123456789012:schedule-group/example",
    "arn:aws:sns:us-east-1:123456789012:example", "arn:aws:sqs:us-east-1:123456789012:example",
    "arn:aws:s3:::example", "arn:aws:logs:us-east-1:123456789012:log-group:example",
    "arn:aws:kms:us-east-1:123456789012:key/12345678-1234-1234-1234-123456789012",
    "12345678-1234-1234-1234-123456789012", "s3://example/key", "https://example.com/x",
    "ml.m5.large", "rate(1 hour)", "a" * 40, "sha256:" + "a" * 64, "{}", "日本語",
    "123456789012.dkr.ecr.us-east-1.amazonaws.com/example:latest", "2026-01-01T00:00:00Z",
)  # fmt: skip


class Unmakeable(Exception):
    """No value of this shape is found."""


class Maker:
    """Makes values; the same seed makes the same ones."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance

    def make(self, shape: Any, depth: int = 0) -> Any:
        """A value that the shape allows.

        Raises:
            Unmakeable: its pattern and its length cannot be met together.
        """
        made = getattr(self, f"_{shape.type_name}", None)
        if made is None:
            raise Unmakeable(shape.type_name)
        return made(shape, depth)

    def _structure(self, shape: Any, depth: int) -> Any:
        if getattr(shape, "is_document_type", False):
            return {"any": ["thing", 1, None]}
        if getattr(shape, "is_tagged_union", False):
            names = list(shape.members)
            self._chance.shuffle(names)
            return self._some(shape, names[:1], depth)
        share = self._chance.choice((0.0, 0.2, 0.6)) if depth < _DEEPEST else 0.0
        required = set(shape.required_members)
        wanted = [n for n in shape.members if n in required or self._chance.random() < share]
        return self._some(shape, wanted, depth)

    def _some(self, shape: Any, names: list[str], depth: int) -> dict[str, Any]:
        found = {}
        for name in names:
            if depth > 3 * _DEEPEST:
                raise Unmakeable("too deep")
            try:
                found[name] = self.make(shape.members[name], depth + 1)
            except Unmakeable:
                if name in shape.required_members:
                    raise
        return found

    def _list(self, shape: Any, depth: int) -> list[Any]:
        low = shape.metadata.get("min", 0)
        high = min(shape.metadata.get("max", 3), low + 2)
        return [self.make(shape.member, depth + 1) for _ in range(self._chance.randint(low, high))]

    def _map(self, shape: Any, depth: int) -> dict[str, Any]:
        low = shape.metadata.get("min", 0)
        high = max(low, min(shape.metadata.get("max", 2), 2))
        found: dict[str, Any] = {}
        for _ in range(self._chance.randint(low, high)):
            found[self.make(shape.key, depth + 1)] = self.make(shape.value, depth + 1)
        if len(found) < low:
            raise Unmakeable("keys came twice")
        return found

    def _string(self, shape: Any, depth: int) -> str:
        rules = shape.metadata
        if rules.get("enum"):
            return str(self._chance.choice(rules["enum"]))
        low, high = rules.get("min", 0), rules.get("max", 1 << 20)
        pattern = rules.get("pattern")
        words = list(_WORDS)
        self._chance.shuffle(words)
        for word in words:
            if low <= len(word) <= high and (not pattern or matcher(pattern).fullmatch(word)):
                return word
        if not pattern:
            return "x" * low if low else ""
        for _ in range(20):
            word = _written(pattern, self._chance)
            if low <= len(word) <= high and matcher(pattern).fullmatch(word):
                return word
        raise Unmakeable(pattern)

    def _integer(self, shape: Any, depth: int) -> int:
        low = int(shape.metadata.get("min", 0))
        high = int(shape.metadata.get("max", max(low, 1000)))
        return self._chance.choice((low, high, self._chance.randint(low, high)))

    _long = _integer

    def _float(self, shape: Any, depth: int) -> float:
        low, high = float(shape.metadata.get("min", 0)), float(shape.metadata.get("max", 100))
        return self._chance.choice((low, max(low, high)))

    _double = _float

    def _boolean(self, shape: Any, depth: int) -> bool:
        return self._chance.random() < 0.5

    def _timestamp(self, shape: Any, depth: int) -> datetime:
        return datetime(2026, self._chance.randint(1, 12), 3, 4, 5, 6, tzinfo=UTC)

    def _blob(self, shape: Any, depth: int) -> bytes:
        low = int(shape.metadata.get("min", 0))
        return b"{}" + b"x" * max(0, low - 2)


@cache
def _parsed(pattern: str) -> Any:
    simple = re.sub(r"\\p\{\w+\}", r"a-z", pattern) if "[" in pattern else pattern
    simple = re.sub(r"\\p\{\w+\}", r"\\w", simple).replace(r"\z", r"\Z")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return sre_parse.parse(simple)
        except Exception as error:  # a pattern of Java's that Python cannot read
            raise Unmakeable(pattern) from error


def _written(pattern: str, chance: random.Random) -> str:
    return "".join(_pieces(_parsed(pattern), chance))


def _pieces(tree: Any, chance: random.Random) -> list[str]:
    made: list[str] = []
    for kind, detail in tree:
        if kind is sre.LITERAL:
            made.append(chr(detail))
        elif kind is sre.IN:
            made.append(_one_of(detail, chance))
        elif kind is sre.ANY or kind is sre.NOT_LITERAL:
            made.append("x")
        elif kind in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
            low, high, inner = detail
            for _ in range(chance.randint(low, max(low, min(int(high), low + 3)))):
                made += _pieces(inner, chance)
        elif kind is sre.SUBPATTERN:
            made += _pieces(detail[3], chance)
        elif kind is sre.BRANCH:
            made += _pieces(chance.choice(detail[1]), chance)
    return made


def _one_of(choices: Any, chance: random.Random) -> str:
    kind, detail = chance.choice(choices)
    if kind is sre.LITERAL:
        return chr(detail)
    if kind is sre.RANGE:
        return chr(chance.randint(detail[0], detail[1]))
    return "7" if "DIGIT" in str(detail) else "x"
