"""The build context of an image of AWS's own: its folder, and in it the folders that it shares with others."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from localaws.images.ignore import Ignore
from localaws.images.image_file import AwsMadeImage
from localaws.images.tree_hash import tree_hash


@contextmanager
def whole(image: AwsMadeImage) -> Iterator[Path]:
    """A folder to build it from, for as long as that takes."""
    if not image.shared:
        yield image.context
        return
    with tempfile.TemporaryDirectory(prefix="localaws-context-") as made:
        folder = Path(made, image.name)
        shutil.copytree(image.context, folder, symlinks=True)
        for shared in image.shared:
            shutil.copytree(shared, folder / shared.name, symlinks=True)
        yield folder


def content(image: AwsMadeImage) -> str:
    """The hash of all that a build sees: the context without what is ignored, and the Dockerfile."""
    ignore = Ignore.of(image.context, image.context / "Dockerfile")
    own = tree_hash(image.context, lambda path: path != "Dockerfile" and ignore.ignores(path))
    if not image.shared:
        return own
    shared = [_shared(folder, ignore) for folder in image.shared]
    return hashlib.sha256("\n".join([own, *shared]).encode()).hexdigest()


def _shared(folder: Path, ignore: Ignore) -> str:
    return (
        f"{folder.name} {tree_hash(folder, lambda path: ignore.ignores(f'{folder.name}/{path}'))}"
    )
