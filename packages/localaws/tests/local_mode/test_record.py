"""What local mode remembers of a folder, and what of it is the user's own since."""

from __future__ import annotations

from pathlib import Path

import pytest

from localaws.local_mode import record
from localaws.local_mode.record import Record


def test_it_is_read_as_it_was_written(tmp_path: Path) -> None:
    known = Record({"input/data/a/x": [1, 2]}, None, False)
    record.write(tmp_path, known)
    assert record.read(tmp_path) == known
    assert [path.name for path in tmp_path.iterdir()] == [".local-mode.json"]


@pytest.mark.parametrize("text", ["", "[]", "{", '{"other": 1}', '{"brought": 1}'])
def test_one_that_is_no_longer_ours_is_none(tmp_path: Path, text: str) -> None:
    (tmp_path / ".local-mode.json").write_text(text)
    assert record.read(tmp_path) == Record()


def test_what_was_changed_or_added_since_is_the_users_own(tmp_path: Path) -> None:
    (tmp_path / "model").mkdir()
    for name in ("same", "changed"):
        (tmp_path / "model" / name).write_text("1")
    known = record.stamps(tmp_path, ["model"])
    assert list(known) == ["model/changed", "model/same"]
    (tmp_path / "model/changed").write_text("12")
    (tmp_path / "model/new").symlink_to("nowhere")
    assert record.users_own(tmp_path, "model", known) == ["model/changed", "model/new"]
    assert record.users_own(tmp_path, "model", None) == []
