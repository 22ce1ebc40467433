"""A training job's ``model.tar.gz``, unpacked, by the Python of any image that measures a model."""

from __future__ import annotations

import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from .problems import Unusable

FILE = "model.tar.gz"


@contextmanager
def unpacked(folder: Path) -> Iterator[Path]:
    """The content of the folder's archive, as long as it is needed; a folder without one is itself the model.

    Raises:
        Unusable: the archive is broken.
    """
    archive = folder / FILE
    if not archive.is_file():
        yield folder
        return
    with TemporaryDirectory(prefix="model-") as made:
        try:
            with tarfile.open(archive) as packed:
                # Python before 3.8.17 and 3.11.4 has no filters: tarfile's documentation, "Hints for
                # further verification". What is in there is then trusted as it is when it is loaded.
                packed.extraction_filter = getattr(
                    tarfile, "data_filter", lambda member, path: member
                )
                packed.extractall(made)
        except (tarfile.TarError, EOFError, OSError) as error:
            raise Unusable(f"{archive} cannot be unpacked: {error}") from error
        yield Path(made)
