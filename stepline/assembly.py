"""Reuses the cloud assembly of an earlier synthesis when nothing that it was made from has changed.

Only on the embedded AWS, where a run is repeated many times an hour and the synthesis would be half of a
deployment. On AWS the CDK CLI synthesises every time.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

# What a synthesis reads: the app, the libraries, and the code that it makes assets of.
SOURCES = ("app.py", "cdk.json", "infrastructure", "pipelines", "processing", "training")
LIBRARIES = "requirements.lock"
LEFT_OUT = {"__pycache__"}


def folder(home: Path, project: Path, given: Sequence[str]) -> Path:
    """Where the assembly for these sources and these options of the CDK CLI is, or is to be."""
    digest = hashlib.sha256(json.dumps([str(project), *given]).encode())
    for path in sorted(_files(project)):
        digest.update(f"{path.relative_to(project)}\0{path.stat().st_mode:o}\0".encode())
        digest.update(path.read_bytes())
    return home / "assemblies" / digest.hexdigest()[:24]


def options(assembly: Path) -> list[str]:
    """Options of ``cdk deploy`` that use the assembly, or make it."""
    return ["--app", str(assembly)] if _mark(assembly).exists() else ["--output", str(assembly)]


def keep(assembly: Path) -> None:
    """Call after a deployment that ended well: the assembly is whole."""
    _mark(assembly).touch()


def _mark(assembly: Path) -> Path:
    return assembly.with_suffix(".whole")


def _files(project: Path) -> Iterator[Path]:
    for name in (*SOURCES, LIBRARIES):
        path = project / name
        found = [path] if path.is_file() else path.rglob("*")
        yield from (p for p in found if p.is_file() and LEFT_OUT.isdisjoint(p.parts))
