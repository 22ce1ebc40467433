"""A bucket of the embedded AWS's, as a stack makes one, and a person's folder."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from localaws.server.embedded import EmbeddedAWS
from stepline.uploads import stored, upload
from stepline.uploads.upload import Upload

_NUMBERS = itertools.count()


class Bucket:
    """One bucket: what lies under data/, and uploads into it."""

    def __init__(self, s3: Any, versions: bool = True) -> None:
        self.s3, self.name = s3, f"uploads-{next(_NUMBERS)}"
        s3.create_bucket(Bucket=self.name)
        if versions:
            s3.put_bucket_versioning(
                Bucket=self.name, VersioningConfiguration={"Status": "Enabled"}
            )

    @property
    def data(self) -> dict[str, str]:
        """The texts under data/ by their names."""
        keys = stored.lying(self.s3, self.name, "data/")
        return {
            key.removeprefix("data/"): self.s3.get_object(Bucket=self.name, Key=key)["Body"]
            .read()
            .decode()
            for key in keys
        }

    def put(self, name: str, text: str) -> None:
        """As somebody else would, by other means."""
        self.s3.put_object(Bucket=self.name, Key=f"data/{name}", Body=text.encode())

    def planned(self, folder: Path) -> Upload:
        return upload.planned(self.s3, {f"s3://{self.name}/data/": folder})

    def upload(self, folder: Path) -> Upload:
        decided = self.planned(folder)
        upload.carry_out(self.s3, decided, lambda line: None)
        return decided


@pytest.fixture
def bucket(aws: EmbeddedAWS) -> Bucket:
    return Bucket(aws.client("s3"))


Folder = Callable[[Mapping[str, str]], Path]


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """Makes a folder with these files."""
    numbers = itertools.count()

    def made(files: Mapping[str, str]) -> Path:
        top = tmp_path / f"folder-{next(numbers)}"
        for name, text in files.items():
            (top / name).parent.mkdir(parents=True, exist_ok=True)
            (top / name).write_text(text)
        return top

    return made
