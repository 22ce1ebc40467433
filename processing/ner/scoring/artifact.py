"""A training job's model.tar.gz, unpacked."""

from __future__ import annotations

import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from corpus.problems import JobProblem

FILE = "model.tar.gz"


@contextmanager
def unpacked(folder: Path) -> Iterator[Path]:
    """The content of the folder's archive, as long as it is needed; a folder without one is itself the model.

    Raises:
        JobProblem: the archive is broken.
    """
    archive = folder / FILE
    if not archive.is_file():
        yield folder
        return
    with TemporaryDirectory(prefix="model-") as made:
        try:
            with tarfile.open(archive) as packed:
                packed.extractall(made, filter="data")
        except (tarfile.TarError, EOFError, OSError) as error:
            raise JobProblem(f"{archive} cannot be unpacked: {error}") from error
        yield Path(made)


def is_there(folder: Path | None) -> bool:
    """Whether a folder holds a model at all; a first execution has nothing that serves."""
    return folder is not None and folder.is_dir() and any(folder.iterdir())
