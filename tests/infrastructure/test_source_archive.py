"""A script's folder is packed as AWS's images unpack it, and the same each time."""

from __future__ import annotations

import io
import os
import tarfile
from pathlib import Path

from infrastructure.source_archive import archive


def test_the_files_are_at_the_archives_root_without_what_is_no_code(tmp_path: Path) -> None:
    for name in (
        "train.py",
        "parts/layers.py",
        "requirements.txt",
        ".git/config",
        "__pycache__/a.pyc",
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)
    with tarfile.open(fileobj=io.BytesIO(archive(tmp_path)), mode="r:gz") as packed:
        assert packed.getnames() == ["parts/layers.py", "requirements.txt", "train.py"]
        file = packed.extractfile("parts/layers.py")
        assert file is not None
        assert file.read() == b"parts/layers.py"


def test_it_is_the_same_whenever_the_files_were_written(tmp_path: Path) -> None:
    script = tmp_path / "train.py"
    script.write_text("print(1)")
    first = archive(tmp_path)
    os.utime(script, (1, 1))
    script.chmod(0o755)
    assert archive(tmp_path) == first
    script.write_text("print(2)")
    assert archive(tmp_path) != first
