"""Writes down for ``inside.main`` what one namespace container is to look like."""

from __future__ import annotations

import marshal
import os
import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from localaws.runtime.bare_image import BareImage
from localaws.runtime.command import CERTIFICATES
from localaws.runtime.inside import RESOLVER
from localaws.runtime.process_image import ProcessImage
from localaws.runtime.protocol import ContainerSpec

LOCAL_TOOLS = Path("/usr/local/bin")
_PARTS_OF_PYTHON = ("bin", "include", "lib", "lib64", "libexec", "ssl", "Resources")


def write_plan(
    image: ProcessImage,
    spec: ContainerSpec,
    scratch: Path,
    bare: BareImage,
    argv: Sequence[str],
    environment: Mapping[str, str],
) -> Path:
    """Make the container's own folders in ``scratch`` and the plan beside them; its path."""
    for name in ("root", "tmp", "home", "own", "writes", "changes"):
        (scratch / name).mkdir()
    for name in ("own", "writes"):
        (scratch / name).chmod(0o755)
    (scratch / "tmp").chmod(0o1777)
    hostname = environment["HOSTNAME"]
    _write_own(scratch / "own", image, hostname)
    plan = {
        "root": str(scratch / "root"),
        "bare": str(bare.folder),
        "own": str(scratch / "own"),
        "tree": str(image.tree),
        "system": list(bare.system),
        "writes": str(scratch / "writes"),
        "changes": str(scratch / "changes"),
        "ml": str(spec.ml.absolute()),
        "tmp": str(scratch / "tmp"),
        "home": str(scratch / "home"),
        "changeable": [str(image.packages)] if image.packages else [],
        "shown": _shown(image, environment, bare.system),
        "hostname": hostname,
        "network": not spec.isolated,
        "asks": spec.asks.port if spec.asks else 0,
        "argv": [str(word) for word in argv],
        "environment": {str(name): str(value) for name, value in environment.items()},
        "directory": spec.directory or image.config.working_directory,
    }
    file = scratch / "plan"
    file.write_bytes(marshal.dumps(plan))  # to import json would take longer than to start
    return file


def _shown(image: ProcessImage, environment: Mapping[str, str], system: Sequence[str]) -> list[str]:
    """What else of the machine's is there: the parts of Python, and certificates."""
    prefixes = [Path(os.path.realpath(sys.base_prefix))]
    if image.packages:
        prefixes.append((image.packages / "bin" / "python").resolve().parent.parent)
    # By parts: beside its own, a prefix such as ~/.local holds what is the user's.
    shown = [prefix / part for prefix in prefixes for part in _PARTS_OF_PYTHON]
    shown += [Path(environment[name]).absolute() for name in CERTIFICATES if name in environment]
    seen = tuple(f"{folder}/" for folder in (*system, "/etc"))
    there = [str(path) for path in shown if path.exists()]
    return [path for path in dict.fromkeys(there) if not path.startswith(seen)]


def _write_own(own: Path, image: ProcessImage, hostname: str) -> None:
    """Files that are this container's own, below the image's."""
    etc = own / "etc"
    etc.mkdir(mode=0o755)
    (etc / "hostname").write_text(f"{hostname}\n")
    (etc / "hosts").write_text(f"{_content('/etc/hosts').rstrip()}\n127.0.0.1 {hostname}\n")
    searched = re.findall(r"^(?:search|domain|options)\b.*\n?", _content("/etc/resolv.conf"), re.M)
    (etc / "resolv.conf").write_text("".join([f"nameserver {RESOLVER}\n", *searched]))
    links = _links(image)
    if links:
        folder = own / str(LOCAL_TOOLS).lstrip("/")
        folder.mkdir(parents=True)
        for name, tool in links.items():
            # Python finds its packages by the path that it is called by: a link would not do.
            if name.startswith("python"):
                (folder / name).write_text(f'#!/bin/sh\nexec "{tool}" "$@"\n')
                (folder / name).chmod(0o755)
            else:
                (folder / name).symlink_to(tool)


def _content(path: str) -> str:
    file = Path(path)
    return file.read_text(errors="replace") if file.exists() else "127.0.0.1 localhost\n"


def _links(image: ProcessImage) -> dict[str, str]:
    """Python and its tools where Python's images have them, for those who name the full path."""
    if image.packages is None:
        return {}
    tools = image.packages / "bin"
    if (tools / "python").resolve().parent == LOCAL_TOOLS:
        return {}  # this machine's own Python lies there: a link would lead to itself
    names = [path.name for path in tools.iterdir() if not path.name.lower().startswith("activate")]
    return {name: f"{tools}/{name}" for name in sorted(names)}
