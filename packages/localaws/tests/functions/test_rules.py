"""What a function may ask for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from localaws.functions.function import Code, Configuration, Layer
from localaws.functions.rules import check, check_reserved, check_unpacked
from localaws.functions.runtimes import known, note
from localaws.protocols.refusal import Refusal

GOOD = Configuration("r", Code("0" * 64, 1), "python3.12", "app.handler")


def test_a_plain_function_is_let_through() -> None:
    check(GOOD)
    check(Configuration("r", Code("", 0, "repository:tag")))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"handler": ""}, "Handler is mandatory"),
        ({"runtime": ""}, "Runtime is mandatory"),
        ({"runtime": "java21"}, "java21 does not run in this embedded AWS"),
        (
            {"environment": {"AWS_REGION": "x", "A": "y"}},
            "Reserved keys used in this request: AWS_REGION",
        ),
        ({"environment": {"A": "x" * 4096}}, "exceeded the 4KB limit"),
        ({"layers": tuple(Layer(f"l{n}:1", "", 0) for n in range(6))}, "more than 5 layers"),
        ({"layers": (Layer("l:1", "", 0), Layer("l:2", "", 0))}, "Two different versions"),
        ({"code": Code("", 0, "image")}, "when the intended function PackageType is Image"),
        ({"timeout": 901}, "Value '901' at 'timeout' .* less than or equal to 900"),
        ({"memory": 10_241}, "at 'memorySize' .* less than or equal to 10240"),
        ({"storage": 10_241}, "at 'ephemeralStorage.size' .* less than or equal to 10240"),
        ({"architecture": "mips"}, "Unsupported architecture"),
    ],
)
def test_what_cannot_be_is_refused(changes: dict[str, object], said: str) -> None:
    with pytest.raises(Refusal, match=said):
        check(replace(GOOD, **changes))  # type: ignore[arg-type]


def test_unpacked_code_has_a_limit() -> None:
    check_unpacked(262_143_999)
    with pytest.raises(Refusal, match="must be smaller than 262144000 bytes"):
        check_unpacked(262_144_000)


def test_a_tenth_of_the_account_stays_unreserved() -> None:
    check_reserved(900, 1000, 0)
    with pytest.raises(Refusal, match=r"below its minimum value of \[100\]"):
        check_reserved(900, 1000, 1)


@pytest.mark.parametrize(
    ("identifier", "language", "version"),
    [
        ("python3.13", "python", "3.13"),
        ("nodejs22.x", "node", "22"),
        ("provided.al2023", "provided", ""),
    ],
)
def test_these_runtimes_run_here(identifier: str, language: str, version: str) -> None:
    found = known(identifier)
    assert found
    assert (found.language, found.version) == (language, version)


def test_another_version_of_the_language_is_noted() -> None:
    python = known("python3.12")
    assert python
    assert note(python, "3.12.1") == ""
    assert "asks for Python 3.12, this machine has 3.11.7" in note(python, "3.11.7")
    node = known("nodejs22.x")
    assert node
    assert note(node, "22.4.0") == ""
