"""What it takes for a prefix to hold exactly some files: decided here, carried out in ``upload``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from stepline.uploads.source import SourceFile
from stepline.uploads.stored import StoredObject


@dataclass(frozen=True)
class Change:
    """The change of one prefix, everything by its whole key."""

    bucket: str
    prefix: str
    new: Mapping[str, SourceFile]
    replaced: Mapping[str, SourceFile]
    gone: tuple[str, ...]
    stays: tuple[str, ...]
    there: Mapping[str, StoredObject]
    """What lay there when this was decided."""

    @property
    def uri(self) -> str:
        return f"s3://{self.bucket}/{self.prefix}"

    @property
    def sent(self) -> dict[str, SourceFile]:
        return {**self.new, **self.replaced}

    @property
    def lost(self) -> dict[str, StoredObject]:
        """What will not be there any more, but as an earlier version."""
        return {key: self.there[key] for key in (*self.replaced, *self.gone)}


def may_be_same(
    files: Mapping[str, SourceFile], prefix: str, there: Mapping[str, StoredObject]
) -> list[str]:
    """The keys whose fingerprints have to be compared: there is an object of the same size."""
    return [
        prefix + name
        for name, file in files.items()
        if prefix + name in there and there[prefix + name].size == file.size
    ]


def decide(
    bucket: str,
    prefix: str,
    files: Mapping[str, SourceFile],
    there: Mapping[str, StoredObject],
    fingerprints: Mapping[str, str | None],
) -> Change:
    """Compare files, by their names, with the objects that are there and, by key, the fingerprints
    of those that may be the same."""
    wanted = {prefix + name: file for name, file in files.items()}
    stays = tuple(key for key, file in wanted.items() if fingerprints.get(key) == file.sha256)
    others = {key: file for key, file in wanted.items() if key not in set(stays)}
    return Change(
        bucket,
        prefix,
        new={key: file for key, file in others.items() if key not in there},
        replaced={key: file for key, file in others.items() if key in there},
        gone=tuple(key for key in there if key not in wanted),
        stays=stays,
        there=there,
    )
