"""Where the parts of a function lie in its sandbox: the tree of a process image. Decides; see ``store``.

``/var/task`` is the code, ``/opt`` the layers, one over the other in their order, ``/var/runtime`` the
runtime that asks for events.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass

from localaws.functions.runtimes import LambdaRuntime
from localaws.runtime.process_image import BASE_PATH, ImageConfig

TASK, LAYERS, RUNTIME = "/var/task", "/opt", "/var/runtime"
SCHEME = "localaws-function/"  # begins the URI of an image that is made of a function's zip


@dataclass(frozen=True)
class Parts:
    """What a tree is made of: hashes of zips, and the runtime.

    Attributes:
        program: a hash of our own runtime's files: a changed one is another tree.
    """

    code: str
    layers: tuple[str, ...]
    runtime: LambdaRuntime
    program: str = ""

    @property
    def identity(self) -> str:
        content = json.dumps([self.code, self.layers, self.runtime.identifier, self.program])
        return hashlib.sha256(content.encode()).hexdigest()

    @property
    def uri(self) -> str:
        """The image URI by which the runtimes ask for it."""
        return f"{SCHEME}{self.identity}"


def config(runtime: LambdaRuntime) -> ImageConfig:
    """The image's configuration: what is started, where, on which paths."""
    path = f"/var/lang/bin:{BASE_PATH}:{LAYERS}/bin"
    return ImageConfig(
        environment={
            "PATH": path,
            "LD_LIBRARY_PATH": f"/lib64:/usr/lib64:{RUNTIME}:{TASK}:{TASK}/lib:{LAYERS}/lib",
            "PYTHONPATH": RUNTIME,
            "NODE_PATH": f"{LAYERS}/nodejs/node_modules:{RUNTIME}/node_modules",
        },
        entrypoint=tuple(command(runtime)),
        working_directory=TASK,
    )


def python_command() -> tuple[str, ...]:
    """Imports our runtime, which is compiled then; as a program, or as a folder, it starts slower."""
    return (
        "python3",
        "-c",
        f"import sys; sys.path[0] = '{RUNTIME}'; import bootstrap; bootstrap.main()",
    )


def command(runtime: LambdaRuntime) -> Sequence[str]:
    """What is started in the sandbox."""
    if runtime.language == "python":
        return python_command()
    if runtime.language == "node":
        return ("node", f"{RUNTIME}/bootstrap.mjs")
    # A runtime of the function's own: in its code, else in a layer, as AWS looks for it.
    script = f'for f in {TASK}/bootstrap {LAYERS}/bootstrap; do [ -x "$f" ] && exec "$f"; done; '
    script += (
        f'echo "Couldn\'t find valid bootstrap(s): [{TASK}/bootstrap {LAYERS}/bootstrap]"; exit 1'
    )
    return ("/bin/sh", "-c", script)
