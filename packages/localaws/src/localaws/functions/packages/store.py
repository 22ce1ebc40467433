"""The zips of functions and layers under the home folder, and the trees that are unpacked of them.

Layout under ``home/functions``: ``zips/<sha256>`` and ``trees/<identity>``. Both are named by what is
in them, written aside and renamed into place, so that a reader never sees half of one.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import py_compile
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from localaws.functions import inside
from localaws.functions.packages import archive, layout
from localaws.functions.packages.layout import Parts
from localaws.functions.packages.node import wanted
from localaws.functions.packages.preparing import Preparing
from localaws.functions.rules import LARGEST_UNPACKED
from localaws.functions.runtimes import LambdaRuntime
from localaws.runtime.process_image import ProcessImage
from localaws.runtime.protocol import ImageNotFound

_PROGRAMS = Path(inside.__file__).parent


# Called with a runtime and the packages of its language that the code wants.
Environment = Callable[[LambdaRuntime, frozenset[str]], Path | None]


@dataclass(frozen=True)
class Zip:
    """A zip that is kept."""

    sha256: str
    size: int
    unpacked: int


class Packages:
    """The zips and trees of one home folder."""

    def __init__(self, home: Path, packages: Environment) -> None:
        """``packages`` gives what a runtime's language brings; None: the machine's own is enough."""
        self._zips = home.absolute() / "functions" / "zips"
        self._trees = home.absolute() / "functions" / "trees"
        self._packages = packages
        self._parts: dict[str, Parts] = {}
        self._wanted: dict[str, frozenset[str]] = {}  # by the identity of a tree
        self._preparing = Preparing()
        self._program = hashlib.sha256(
            b"".join(file.read_bytes() for file in sorted(_PROGRAMS.iterdir()) if file.is_file())
        ).hexdigest()

    def keep(self, content: bytes) -> Zip:
        """Keep a zip.

        Raises:
            BadPackage: it is none, or it climbs out of its folder.
        """
        archive.check(content)
        sha256 = hashlib.sha256(content).hexdigest()
        path = self._zips / sha256
        if not path.exists():
            self._zips.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=self._zips, delete=False) as file:
                file.write(content)
            Path(file.name).replace(path)
        return Zip(sha256, len(content), archive.size(content))

    def content(self, sha256: str) -> bytes:
        """The bytes of a zip that is kept."""
        return (self._zips / sha256).read_bytes()

    def image(self, code: str, layers: tuple[str, ...], runtime: LambdaRuntime) -> str:
        """The URI of the image of a function of these zips; ``resolve`` makes it when it is asked for."""
        parts = Parts(code, layers, runtime, self._program)
        self._parts[parts.uri] = parts
        return parts.uri

    def prepare(self, uri: str) -> None:
        """Have an image made soon, before anybody waits for it; returns at once."""
        self._preparing.soon(lambda: self.resolve(uri))

    def resolve(self, uri: str) -> ProcessImage:
        """The image of a URI that ``image`` gave, unpacked now if it is not yet.

        Raises:
            ImageNotFound: it gave none such.
            BadPackage: a zip is damaged, or there is too much in them.
            RuntimeRefused: this machine lacks what the runtime needs.
        """
        parts = self._parts.get(uri)
        if parts is None:
            raise ImageNotFound(f"there is no function of the image {uri}")
        packages = self._packages(parts.runtime, self._wanted_by(parts))
        modules = (
            packages / "node_modules" if packages and parts.runtime.language == "node" else None
        )
        # Where a module of the function's looks for others, in the end: a tree for each such folder.
        tree = self._trees / (
            f"{parts.identity}-{modules.parent.name}" if modules else parts.identity
        )
        if not tree.is_dir():
            self._make(tree, parts, modules)
        return ProcessImage(tree.name, tree, layout.config(parts.runtime), packages)

    def with_runtime(self, image: ProcessImage) -> Path:
        """The tree of an image with our Python runtime in it, and boto3 where the image has none."""
        identity = hashlib.sha256(f"{image.identity} {self._program}".encode()).hexdigest()
        tree = self._trees / identity
        if not tree.is_dir():
            brought = self._packages(LambdaRuntime("", "python", ""), frozenset())

            def fill(aside: Path) -> None:
                runtime = aside / layout.RUNTIME.lstrip("/")
                shutil.copytree(image.tree, aside, symlinks=True, dirs_exist_ok=True)
                if brought is not None:
                    (packages,) = (brought / "lib").glob("python3*/site-packages")
                    shutil.copytree(packages, runtime, copy_function=_link)
                _copy_programs(runtime)

            self._put(tree, fill)
        return tree

    def _wanted_by(self, parts: Parts) -> frozenset[str]:
        if parts.runtime.language != "node":
            return frozenset()
        found = self._wanted.get(parts.identity)
        if found is None:
            zips = (self.content(sha256) for sha256 in (parts.code, *parts.layers))
            found = self._wanted[parts.identity] = wanted(zips)
        return found

    def _make(self, tree: Path, parts: Parts, modules: Path | None) -> None:
        def fill(aside: Path) -> None:
            task, opt, runtime = (
                aside / part.lstrip("/") for part in (layout.TASK, layout.LAYERS, layout.RUNTIME)
            )
            left = LARGEST_UNPACKED
            left -= archive.unpack(self.content(parts.code), task, left)
            opt.mkdir(parents=True)
            for layer in parts.layers:
                left -= archive.unpack(self.content(layer), opt, left)
            _copy_programs(runtime)
            if parts.runtime.language == "python":
                _name_python(aside)
            if modules is not None:
                (task.parent / "node_modules").symlink_to(modules)

        self._put(tree, fill)

    def _put(self, tree: Path, fill: Callable[[Path], None]) -> None:
        """Make a tree aside, and put it into its place whole."""
        self._trees.mkdir(parents=True, exist_ok=True)
        aside = Path(tempfile.mkdtemp(dir=self._trees, prefix="making-"))
        try:
            fill(aside)
            aside.chmod(0o755)
            try:
                aside.rename(tree)
            except OSError:  # another has been quicker
                if not tree.is_dir():
                    raise
        finally:
            if aside.exists():
                shutil.rmtree(aside, ignore_errors=True)


def _link(source: str, target: str) -> str:
    try:
        os.link(source, target)
    except OSError:  # of another file system
        shutil.copy2(source, target)
    return target


def _name_python(tree: Path) -> None:
    """Python where AWS's runtimes have it: scripts in layers name it, such as that of the AWS CLI."""
    program = tree / "var" / "lang" / "bin" / "python"
    program.parent.mkdir(parents=True)
    program.write_text('#!/bin/sh\nexec python3 "$@"\n')
    program.chmod(0o755)


def _copy_programs(folder: Path) -> None:
    """Our runtimes, compiled where a sandbox's Python is this one: it would do it at every start."""
    folder.mkdir(parents=True, exist_ok=True)
    for program in _PROGRAMS.iterdir():
        if not program.is_file() or program.name == "__init__.py":
            continue
        copy = Path(shutil.copy(program, folder))
        if copy.suffix == ".py":
            py_compile.compile(
                str(copy),
                importlib.util.cache_from_source(str(copy)),
                invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH,
            )
