"""Java's patterns, understood as Java does."""

from __future__ import annotations

import pytest
import regex

from localaws.protocols.models import service_model
from localaws.protocols.patterns import matcher

from ..server.fuzz.campaign import SERVICES


@pytest.mark.parametrize("service", [*SERVICES, "ec2", "lambda", "glue", "athena", "appflow"])
def test_every_pattern_of_a_model_compiles(service: str) -> None:
    model = service_model(service)
    broken = []
    for name in model.shape_names:
        pattern = model.shape_for(name).metadata.get("pattern")
        if pattern:
            try:
                matcher(pattern)
            except regex.error as error:
                broken.append((name, pattern, str(error)))
    assert broken == []


@pytest.mark.parametrize(
    ("pattern", "matching", "other"),
    [
        (r"[\p{L}\p{Z}\p{N}_.:/=+\-@]*", "名前 é 5", "a*"),
        (r"\p{Alnum}+", "aZ9", "a_"),
        (r"\A\S[\p{Print}]*\z", "ab c", " ab"),
        (r"[a-c[x-z]]+", "axz", "amz"),
        (r"[a-z&&[^m]]+", "abz", "amz"),
        (r"\Qa.b\E+", "a.bb", "aXb"),
        (r"a++b", "aab", "aaa"),
        (r"\w+", "abc", "äbc"),
        (r"\d+", "123", "１２"),
        (r"[\u0020-\uD7FF\uE000-\uFFFD\uD800\uDC00-\uDBFF\uDFFF\t]*", "a𝄞\t", "a\n"),
        (r"[\x{41}-\x{43}]", "B", "D"),
        (r"([\p{L}]*)${1,128}", "abc", "a1"),
        (r"[]a]+", "]a", "b"),
        (r"a[+--]+", "a,-", "ab"),  # from plus to minus, no difference of two sets
    ],
)
def test_a_pattern_means_what_it_means_in_java(pattern: str, matching: str, other: str) -> None:
    assert matcher(pattern).fullmatch(matching)
    assert not matcher(pattern).fullmatch(other)
