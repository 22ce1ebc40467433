"""The build context of an image of AWS's own: its folder, and in it the folders that it shares with others."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from localaws.images.ignore import Ignore
from localaws.images.image_file import AwsMadeImage, BadImageFile, read
from localaws.images.tree_hash import tree_hash

IMAGE_FILE = "image.toml"


def whole(image: AwsMadeImage) -> AbstractContextManager[Path]:
    """A folder to build it from, for as long as that takes."""
    return _together(image.context, image.shared)


def whole_folder(folder: Path) -> AbstractContextManager[Path]:
    """The same for any build context: one that is no image of AWS's own is whole as it is."""
    try:
        return _together(folder, read(folder / IMAGE_FILE, "the build context").shared)
    except (OSError, BadImageFile):  # a file of that name may be anything, in anybody's context
        return _together(folder, ())


@contextmanager
def _together(context: Path, shared: Sequence[Path]) -> Iterator[Path]:
    if not shared:
        yield context
        return
    with tempfile.TemporaryDirectory(prefix="localaws-context-") as made:
        folder = Path(made, context.resolve().name)
        shutil.copytree(context, folder, symlinks=True)
        (folder / IMAGE_FILE).unlink()  # now it shares nothing more
        for each in shared:
            shutil.copytree(each, folder / each.name, symlinks=True)
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
