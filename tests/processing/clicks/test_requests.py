"""Raw impressions become features by an encoding that is there, and by the standard library alone."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from conftest import FOLDER
from impressions.encoding import FILE, Encoding
from impressions.problems import JobProblem
from impressions.requests import encode

ENCODING = Encoding("click", {"site": ("one", "two"), "ad": ("a",)})


def test_columns_are_found_by_their_names() -> None:
    made = encode(io.StringIO("more,ad,site\nx,a,two\ny,b,three\n"), ENCODING)
    assert made.lines == ["0,1,1", "0,0,0"]
    assert made.unknown == {"site": {"three": 1}, "ad": {"b": 1}}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("ad\na\n", "the header of the input lacks site: every column but click is needed"),
        ("ad,site\n", "has a header, but no row"),
        ("ad,site\na\n", "line 2: 1 cells"),
    ],
)
def test_rows_that_cannot_be_encoded_are_refused(text: str, sentence: str) -> None:
    with pytest.raises(JobProblem, match=sentence):
        encode(io.StringIO(text), ENCODING)


def test_the_zip_encodes_on_a_machine_with_nothing_but_python(tmp_path: Path) -> None:
    code = tmp_path / "0a1b2c.zip"
    with zipfile.ZipFile(code, "w") as packed:
        for file in sorted(FOLDER.rglob("*.py")):
            packed.write(file, file.relative_to(FOLDER).as_posix())
    (tmp_path / FILE).write_text(ENCODING.as_json())
    ended = subprocess.run(
        [sys.executable, "-S", str(code), "encode", "--encoding", str(tmp_path)],
        input="ad,site\na,nowhere\n",
        capture_output=True,
        text=True,
    )
    assert (ended.returncode, ended.stdout) == (0, "0,0,1\n"), ended.stderr
    assert ended.stderr == "warning: site has no feature for 'nowhere' (1)\n"
