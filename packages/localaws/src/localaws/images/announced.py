"""Where images of AWS's own come from: installed packages announce the folders that have them.

The entry point group is ``localaws.aws_images``; the value names a package, in whose folder each folder
with an ``image.toml`` is an image. localaws announces its own no differently.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path

from localaws.images.image_file import AwsMadeImage, BadImageFile, read

GROUP = "localaws.aws_images"


def announced() -> tuple[AwsMadeImage, ...]:
    """The images of all installed packages.

    Raises:
        BadImageFile: one cannot be read; the message names its distribution.
    """
    entries = sorted(entry_points(group=GROUP), key=lambda entry: (_source(entry), entry.name))
    return tuple(image for entry in entries for image in _of(entry))


def images_in(folder: Path, source: str) -> Iterator[AwsMadeImage]:
    """Those of one folder, in the order of their names. Raises BadImageFile."""
    return (read(file, source) for file in sorted(folder.glob("*/image.toml")))


def _of(entry: EntryPoint) -> list[AwsMadeImage]:
    found = [image for folder in _folders(entry) for image in images_in(folder, _source(entry))]
    if not found:
        raise BadImageFile(
            f"{_said(entry)}, in which no folder has an image.toml: is it in the package's data?"
        )
    return found


def _folders(entry: EntryPoint) -> list[Path]:
    """The package's, which is not imported; those around it are, by Python itself."""
    try:
        spec = importlib.util.find_spec(entry.value)
    except Exception as error:
        raise BadImageFile(f"{_said(entry)}, which fails: {error}") from error
    if spec is None or spec.submodule_search_locations is None:
        raise BadImageFile(f"{_said(entry)}, which is not a package")
    return [Path(folder) for folder in spec.submodule_search_locations]


def _said(entry: EntryPoint) -> str:
    return f"{_source(entry)} announces images of AWS's own in {entry.value}"


def _source(entry: EntryPoint) -> str:
    return entry.dist.name if entry.dist else entry.name
