"""An image that serves by one program, as if its Dockerfile had been built."""

from __future__ import annotations

import tempfile
from pathlib import Path

from localaws.images.store import ImageStore
from localaws.runtime.process_image import ImageConfig


def put(home: Path, program: str, uri: str) -> None:
    """Put it into the embedded AWS of `home`."""
    with tempfile.TemporaryDirectory() as tree:
        path = Path(tree, "opt", "program", "serve.py")
        path.parent.mkdir(parents=True)
        path.write_text(program)
        config = ImageConfig(entrypoint=("python3", "/opt/program/serve.py"))
        ImageStore(home).put(config, Path(tree), tags=[uri])
