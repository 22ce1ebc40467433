"""Carries out a build plan: a Dockerfile and a context in, a stored process image out.

Nothing is stored before everything has worked. The same inputs give the same image, and its
environment is found again, so a build that changes nothing takes no time.
"""

from __future__ import annotations

import dataclasses
import json
import posixpath
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from localaws.images import build_lock, dockerfile, machine_packages
from localaws.images.apt_get import SystemPackages
from localaws.images.aws_base import aws_base
from localaws.images.base_image import Inherited, Step
from localaws.images.build_context import copy_into_tree, take_context
from localaws.images.build_plan import plan
from localaws.images.changes import Change
from localaws.images.copy_step import Copy
from localaws.images.dockerfile import DockerfileError
from localaws.images.environments import Environments
from localaws.images.ignore import Ignore
from localaws.images.package_command import FirstThatWorks, PipInstall, PipUninstall
from localaws.images.python_base import find_python
from localaws.images.requirements import prepare
from localaws.images.run_command import MakeFolder, MakeRunnable
from localaws.images.store import ImageStore
from localaws.images.whole_context import whole
from localaws.runtime.process_image import ImageConfig, ProcessImage

WAITING = "waiting until `localaws prune` has put aside what nothing uses"


@dataclass(frozen=True)
class BuildRequest:
    """What ``docker build`` was asked for."""

    context: Path
    dockerfile: Path
    tags: tuple[str, ...] = ()
    build_args: Mapping[str, str] = field(default_factory=dict)
    target: str = ""


def build(request: BuildRequest, store: ImageStore, output: IO[str] | None = None) -> ProcessImage:
    """Build the image and give it its tags; progress goes to ``output`` (stderr).

    Raises:
        DockerfileError: the Dockerfile is wrong, or needs more than a process image can do.
        InstallFailed: pip failed.
        OSError: the context or the Dockerfile cannot be read.
    """
    out = output or sys.stderr
    text = dockerfile.read(request.dockerfile)
    decided = plan(text, request.build_args, request.target, aws_base)
    python = find_python(decided.python)
    system = [machine_packages.note(s) for s in decided.steps if isinstance(s, SystemPackages)]
    config = decided.config
    config = dataclasses.replace(
        config,
        environment={**config.environment, "PYTHON_VERSION": python.version},
        notes=tuple(filter(None, [python.note, *system, *config.notes])),
    )
    for note in config.notes:
        print(f"note: {note}", file=out, flush=True)
    with (
        tempfile.TemporaryDirectory(prefix="localaws-build-") as folder,
        build_lock.building(store.home, lambda: print(WAITING, file=out, flush=True)),
    ):
        saved, tree = Path(folder, "context"), Path(folder, "root")
        keep_for_engine(request, text, saved)
        tree.mkdir()
        installs = _lay_out(decided.steps, saved / "files", tree, Path(folder, "packages"))
        packages = Environments(store.home, out).ensure(python, installs)
        return store.put(config, tree, tags=request.tags, packages=packages, context=saved)


def build_for_engine(
    request: BuildRequest, store: ImageStore, make: Callable[[ProcessImage], object]
) -> ProcessImage:
    """Keep the context, have ``make`` build it with a container engine, then give it its tags."""
    text = dockerfile.read(request.dockerfile)
    with (
        tempfile.TemporaryDirectory(prefix="localaws-build-") as folder,
        build_lock.building(store.home),
    ):
        saved, tree = Path(folder, "context"), Path(folder, "root")
        keep_for_engine(request, text, saved)
        tree.mkdir()
        image = store.put(ImageConfig(engine_only=True), tree, context=saved)
        make(image)
        for tag in request.tags:
            store.tag(f"{tag}@sha256:{image.identity}", tag)
    return image


def keep_for_engine(request: BuildRequest, text: str, folder: Path) -> None:
    """Write down everything that a container engine needs to build the same image later."""
    take_context(request.context, Ignore.of(request.context, request.dockerfile), folder / "files")
    (folder / "Dockerfile").write_text(text, encoding="utf-8")
    asked = {"build_args": dict(request.build_args), "target": request.target}
    (folder / "build.json").write_text(json.dumps(asked, sort_keys=True))


def _lay_out(steps: Sequence[Step], context: Path, tree: Path, aside: Path) -> list[Change]:
    """Do every step in the tree; pip's steps are prepared and handed back."""
    installs: list[Change] = []
    for step in steps:
        match step:
            case Inherited():
                installs += _inherit(step, tree, aside / "base")
            case Copy():
                copy_into_tree(step, context, tree)
            case MakeFolder():
                for path in step.paths:
                    _in_tree(tree, step.directory, path).mkdir(parents=True, exist_ok=True)
            case MakeRunnable():
                _make_runnable(step, tree)
            case PipInstall() | PipUninstall() | FirstThatWorks():
                installs.append(prepare(step, tree, aside / str(len(installs) + 1)))
    return installs


def _inherit(base: Inherited, tree: Path, aside: Path) -> list[Change]:
    """The same for the image of AWS's own that this one begins with, out of that one's context."""
    with whole(base.image) as context:
        files = aside / "context"
        take_context(context, Ignore.of(context, context / "Dockerfile"), files)
        return _lay_out(base.steps, files, tree, aside)


def _make_runnable(step: MakeRunnable, tree: Path) -> None:
    for path in step.paths:
        file = _in_tree(tree, step.directory, path)
        found = sorted(file.parent.glob(file.name))
        if not found:
            raise DockerfileError(
                step.line, f"RUN chmod: {path} is no file that the Dockerfile copied"
            )
        for each in found:
            each.chmod(each.stat().st_mode | 0o111 if step.mode is None else step.mode)


def _in_tree(tree: Path, directory: str, path: str) -> Path:
    return tree / posixpath.normpath(posixpath.join(directory, path)).lstrip("/")
