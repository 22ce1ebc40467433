"""Python, Node and the CDK CLI: there, and of versions that this project is meant for."""

from __future__ import annotations

import json
import platform
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from stepline.doctor.asking import NoAnswer, NotThere, ask
from stepline.doctor.case import Case
from stepline.doctor.finding import Finding, ok, problem, warning

PYTHON = (3, 11)  # pyproject.toml's requires-python
NODE_OF_THE_CLI = 18  # its package.json's engines
NODE = 22  # the oldest that is not past its end of life; the Makefile asks for it
MAKE = "make environment"
SECONDS = 20


def check(case: Case) -> Iterator[Finding]:
    yield python(sys.version_info[:2], platform.python_version())
    yield node(_version(case, "node"))
    yield cdk_cli(_version(case, "cdk"), _pinned(Path("package.json")))


def python(found: tuple[int, ...], text: str) -> Finding:
    if found < PYTHON:
        wanted = ".".join(map(str, PYTHON))
        return problem("Python", text, f"{wanted} or later", "make PYTHON=python3.12 environment")
    return ok("Python", text)


def node(found: str | NotThere | NoAnswer) -> Finding:
    expected = f"Node {NODE} or later, which runs the CDK CLI"
    version = _numbers(found)
    if not version:
        return problem("Node", str(found) or "it tells no version", expected, MAKE)
    if version[0] < NODE_OF_THE_CLI:
        return problem("Node", str(found), expected, MAKE)
    if version[0] < NODE:
        return warning("Node", f"{found} is past its end of life", expected, MAKE)
    return ok("Node", str(found))


def cdk_cli(found: str | NotThere | NoAnswer, pinned: str | None) -> Finding:
    """``pinned`` is the version of the project's package.json, where there is one."""
    expected = f"the CDK CLI {pinned or '2'}"
    version = _numbers(found)
    if not version:
        return problem("CDK CLI", str(found) or "it tells no version", expected, MAKE)
    if version[0] != 2:
        return problem("CDK CLI", str(found), expected, MAKE)
    if pinned and version < _numbers(pinned):
        return warning("CDK CLI", f"{found} is older than this project's", expected, MAKE)
    return ok("CDK CLI", str(found))


def _numbers(found: object) -> tuple[int, ...]:
    match = re.search(r"(\d+)\.(\d+)\.(\d+)", found) if isinstance(found, str) else None
    return tuple(map(int, match.groups())) if match else ()


def _version(case: Case, program: str) -> str | NotThere | NoAnswer:
    try:
        answer = ask([program, "--version"], case.environment, SECONDS)
    except (NotThere, NoAnswer) as error:
        return error
    if answer.status:
        return NotThere(f"`{program} --version` failed: {answer.last_line}")
    return answer.out.strip().partition(" (")[0].removeprefix("v")


def _pinned(package: Path) -> str | None:
    try:
        return str(json.loads(package.read_text())["devDependencies"]["aws-cdk"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
