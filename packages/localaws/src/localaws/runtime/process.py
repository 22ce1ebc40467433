"""Containers as plain processes, for machines that refuse namespaces and for macOS.

The program cannot have ``/opt/ml`` and port 8080: ``SAGEMAKER_BASE_DIR`` and
``SAGEMAKER_BIND_TO_PORT``, SageMaker's own variables, say what stands in for them, and paths in
arguments and environment are pointed there. An image that ignores both is refused.
"""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import Callable
from pathlib import Path

from localaws.runtime import command
from localaws.runtime.baked import bring_baked_files
from localaws.runtime.hard_coded import refuse_hard_coded
from localaws.runtime.namespace_plan import LOCAL_TOOLS
from localaws.runtime.path_map import PathMap
from localaws.runtime.process_image import ProcessImage
from localaws.runtime.process_images import ProcessImageRuntime
from localaws.runtime.protocol import ContainerSpec
from localaws.runtime.scratch import make_scratch
from localaws.runtime.watched import WatchedHandle

LINKED_FROM = 8 * 1024 * 1024  # bytes; larger files of the image are linked, not copied


class ProcessRuntime(ProcessImageRuntime):
    """Runs images as plain processes in sessions of their own."""

    name = "process"
    own_loopback = False
    warning = (
        "Jobs run as plain processes: they can read and change whatever you can, your home folder "
        "and its keys among it, and reach what this machine can; allow namespaces or start a container engine to hold them back."
    )

    def start(self, spec: ContainerSpec, on_line: Callable[[str], None]) -> WatchedHandle:
        """See ``protocol.Runtime``."""
        image = self._images.resolve(spec.image)
        refuse_hard_coded(image, spec.image, spec.serves)
        argv = command.argv(image.config, spec)
        scratch = make_scratch(self._home)
        try:
            tree = scratch / "root"
            shutil.copytree(image.tree, tree, symlinks=True, copy_function=_copy_or_link)
            for folder in ("tmp", "home"):
                (scratch / folder).mkdir()
            bring_baked_files(image, spec.ml)
            paths = PathMap(spec.ml.absolute(), tree)
            environment = command.environment(image, spec, os.environ, command.hostname(spec))
            search_path = environment.pop("PATH")
            mapped = {str(name): paths.text(value) for name, value in environment.items()}
            mapped |= {
                "PATH": paths.search_path(search_path),
                "HOME": str(scratch / "home"),
                "TMPDIR": str(scratch / "tmp"),
                "SAGEMAKER_BASE_DIR": str(spec.ml.absolute()),
            }
            port = free_port() if spec.serves else 0
            if spec.serves:
                mapped["SAGEMAKER_BIND_TO_PORT"] = str(port)
            plan = {
                "argv": [_program(argv[0], image, paths), *map(paths.text, argv[1:])],
                "environment": mapped,
                "directory": paths.path(spec.directory or image.config.working_directory),
            }
            return WatchedHandle(
                spec.name,
                scratch,
                plan,
                on_line,
                on_end=lambda: shutil.rmtree(scratch, ignore_errors=True),
                port=lambda: port,
                group=self._limits.group(spec.memory) if self._limits else None,
            )
        except BaseException:
            shutil.rmtree(scratch, ignore_errors=True)
            raise


def free_port() -> int:
    """A TCP port that nothing on this machine uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _program(command: str, image: ProcessImage, paths: PathMap) -> str:
    """What is executed: Python and its tools are called by the path that they have in an image, too."""
    if image.packages is not None and command.startswith(f"{LOCAL_TOOLS}/"):
        tool = image.packages / "bin" / Path(command).name
        if tool.exists() and not image.inside(command).exists():
            return str(tool)
    return paths.text(command)


def _copy_or_link(source: str, target: str) -> str:
    if Path(source).stat().st_size > LINKED_FROM:
        Path(target).symlink_to(source)
        return target
    return str(shutil.copy2(source, target, follow_symlinks=False))
