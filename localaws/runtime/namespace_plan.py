"""Writes down for ``inside.main`` what one namespace container is to look like."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from localaws.images.process_image import ProcessImage
from localaws.runtime.command import CERTIFICATES
from localaws.runtime.protocol import ContainerSpec

LOCAL_TOOLS = Path("/usr/local/bin")


def write_plan(
    image: ProcessImage,
    spec: ContainerSpec,
    scratch: Path,
    argv: Sequence[str],
    environment: Mapping[str, str],
) -> Path:
    """Make the container's own folders in ``scratch`` and the plan beside them; its path."""
    for name in ("root", "tmp", "home"):
        (scratch / name).mkdir()
    (scratch / "tmp").chmod(0o1777)
    hostname = environment["HOSTNAME"]
    plan = {
        "root": str(scratch / "root"),
        "tree": str(image.tree),
        "ml": str(spec.ml.absolute()),
        # Programs use fixed names in /tmp, and /root is where the user's own secrets would be.
        "private": {"/tmp": str(scratch / "tmp"), "/root": str(scratch / "home")},
        "keep": _keep(image, environment),
        "links": _links(image),
        "read_only": [str(image.packages)] if image.packages else [],
        "hosts": str(_write_hosts(scratch, hostname)),
        "hostname": hostname,
        "network": spec.serves,
        "argv": list(argv),
        "environment": dict(environment),
        "directory": image.config.working_directory,
    }
    file = scratch / "plan.json"
    file.write_text(json.dumps(plan))
    return file


def _keep(image: ProcessImage, environment: Mapping[str, str]) -> list[str]:
    """What must stay visible below the private folders: Python, packages, certificates."""
    kept = [os.path.realpath(sys.base_prefix)]
    if image.packages:
        kept += [str((image.packages / "bin" / "python").resolve().parent.parent)]
        kept += [str(image.packages)]
    named = [environment[name] for name in CERTIFICATES if name in environment]
    kept += [path for path in named if Path(path).exists()]
    return list(dict.fromkeys(kept))


def _links(image: ProcessImage) -> dict[str, str]:
    """Python and its tools where Python's images have them, for those who name the full path."""
    if image.packages is None:
        return {}
    tools = image.packages / "bin"
    if (tools / "python").resolve().parent == LOCAL_TOOLS:
        return {}  # this machine's own Python lies there: a link would lead to itself
    names = [path.name for path in tools.iterdir() if not path.name.lower().startswith("activate")]
    return {f"{LOCAL_TOOLS}/{name}": f"{tools}/{name}" for name in sorted(names)}


def _write_hosts(scratch: Path, hostname: str) -> Path:
    machine = Path("/etc/hosts")
    known = machine.read_text() if machine.exists() else "127.0.0.1 localhost"
    hosts = scratch / "hosts"
    hosts.write_text(f"{known.rstrip()}\n127.0.0.1 {hostname}\n")
    return hosts
