"""Room for what is built: where the builder stores images, and where the embedded AWS does."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

from stepline import embedded
from stepline.doctor import docker
from stepline.doctor.asking import NoAnswer, NotThere, ask
from stepline.doctor.case import Case
from stepline.doctor.finding import Finding, not_checked, ok, problem, warning
from stepline.doctor.image_assets import to_build

CHECK = "disk"
GIB = 1 << 30
# An image with PyTorch, its layers and pip's downloads; one with CUDA takes more than the first.
COMFORTABLE, LEAST = 8.0, 2.0


def check(case: Case) -> Iterator[Finding]:
    images = len(to_build(case))
    folders = []
    if images and (builder := _builder(case)):
        folders.append(builder)
    if case.target is not None and case.target.embedded:
        folders.append(embedded.home())
    if not images and not folders:
        yield ok(CHECK, "nothing is built here")
        return
    there = {path.resolve() for path in folders if path.exists()}
    if not there:
        where = f"{folders[0]} is not on this machine" if folders else "nobody says where"
        yield not_checked(CHECK, f"the room for images: {where}")
    for path in sorted(there):
        yield room(path, shutil.disk_usage(path).free / GIB, images)


def room(path: Path, free: float, images: int) -> Finding:
    """``free`` GiB for so many images that are built; where none is, a model still needs some."""
    found = f"{free:.1f} GiB free in {path}"
    wanted = max(images, 1)
    expected = f"{COMFORTABLE * wanted:.0f} GiB for {images or 'no'} image{'s' * (images != 1)}"
    mend = "docker system df   # and for the embedded AWS: stepline prune --dry-run"
    if free < LEAST * wanted:
        return problem(CHECK, found, expected, mend)
    if images and free < COMFORTABLE * wanted:
        return warning(CHECK, found, expected, mend)
    return ok(CHECK, found)


def _builder(case: Case) -> Path | None:
    command = [docker.program(case.environment), "info", "--format", "{{json .}}"]
    try:
        info = json.loads(ask(command, case.environment, docker.SECONDS).out)
    except (NotThere, NoAnswer, ValueError):
        return None
    found = docker.folder(info)
    return Path(found) if found else None
