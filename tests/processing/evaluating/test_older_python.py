"""The job code that runs in AWS's XGBoost image too, whose Python is 3.8: bank's, and what travels in every zip.

Nothing here can run it on that Python. So what older Pythons refuse is looked for in the text: grammar, and generic
types outside of annotations, and what of the standard library somebody is likely to reach for. What came with
Python 3.11 and later, `make check` asks mypy.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PROCESSING = Path(__file__).parents[3] / "processing"
FILES = sorted(
    path for folder in ("bank", "evaluating", "monitoring") for path in (PROCESSING / folder).rglob("*.py")
)  # fmt: skip
YOUNGER = {
    *(("functools", "cache"), ("itertools", "pairwise"), ("types", "NoneType")),
    *(("typing", name) for name in ("TypeAlias", "ParamSpec")),
    *((module, None) for module in ("zoneinfo", "graphlib")),
    *((None, name) for name in ("removeprefix", "removesuffix", "is_relative_to")),
}
BUILT_IN = {"dict", "frozenset", "list", "set", "tuple", "type"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_it_is_python_3_8(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"), feature_version=(3, 8))
    assert list(generics(tree)) == []
    assert list(younger(tree)) == []


def test_a_generic_type_outside_of_annotations_is_found() -> None:
    text = "from collections.abc import Sequence\nRow = Sequence[int]\nx: list[int] = []\ny = dict[str, int]()\n"
    assert list(generics(ast.parse(text))) == ["line 2: Sequence", "line 4: dict"]


@pytest.mark.parametrize(
    "line",
    [
        *("from functools import cache", "import zoneinfo", "from zoneinfo import ZoneInfo"),
        *("math.removeprefix", "itertools.pairwise(x)", "zip(x, y, strict=True)"),
    ],
)
def test_what_the_library_of_3_8_has_not_is_found(line: str) -> None:
    assert list(younger(ast.parse(line))) == ["line 1"]


def younger(tree: ast.Module) -> Iterator[str]:
    """Where something of ``YOUNGER`` is used, and ``zip`` is called with ``strict``."""
    for node in ast.walk(tree):
        names: set[tuple[str | None, str | None]] = set()
        if isinstance(node, ast.ImportFrom):
            names = {(node.module, None), *((node.module, one.name) for one in node.names)}
        elif isinstance(node, ast.Import):
            names = {(one.name, None) for one in node.names}
        elif isinstance(node, ast.Attribute):
            module = node.value.id if isinstance(node.value, ast.Name) else None
            names = {(None, node.attr), (module, node.attr)}
        strict = (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id == "zip"
            and any(key.arg == "strict" for key in node.keywords)
        )
        if strict or names & YOUNGER:
            yield f"line {node.lineno}"  # type: ignore[attr-defined]


def generics(tree: ast.Module) -> Iterator[str]:
    """Types that Python 3.8 cannot subscribe: it reads annotations only where somebody asks."""
    young = BUILT_IN | {
        name.name
        for statement in ast.walk(tree)
        if isinstance(statement, ast.ImportFrom) and statement.module in ("collections", "collections.abc")
        for name in statement.names
    }  # fmt: skip
    annotations = {
        id(inner)
        for node in ast.walk(tree)
        for annotation in (getattr(node, "annotation", None), getattr(node, "returns", None))
        if isinstance(annotation, ast.AST)
        for inner in ast.walk(annotation)
    }
    for node in ast.walk(tree):
        if not isinstance(node, ast.Subscript) or id(node) in annotations:
            continue
        if isinstance(node.value, ast.Name) and node.value.id in young:
            yield f"line {node.lineno}: {node.value.id}"
