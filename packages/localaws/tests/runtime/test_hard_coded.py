"""Which images fix what only a container has."""

from __future__ import annotations

from pathlib import Path

import pytest

from localaws.runtime.hard_coded import refuse_hard_coded
from localaws.runtime.process_image import ImageConfig, ProcessImage
from localaws.runtime.protocol import RuntimeRefused


def check(tree: Path, files: dict[str, str], serves: bool = False, mode: int = 0o644) -> None:
    for name, text in files.items():
        path = tree / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        path.chmod(mode)
    refuse_hard_coded(ProcessImage("x", tree, ImageConfig()), "image:1", serves)


@pytest.mark.parametrize(
    ("files", "serves"),
    [
        ({"train.py": "open('data')"}, False),
        ({"train.py": "# see /opt/ml\n"}, False),
        ({"train.py": "ML = '/opt/ml'", "paths.py": "SAGEMAKER_BASE_DIR"}, False),
        ({"README.md": "/opt/ml"}, False),
        ({"binary.py": "\0 /opt/ml"}, False),
        ({"serve.py": "8080"}, False),
        ({"serve.py": "port = environ.get('SAGEMAKER_BIND_TO_PORT', 8080)"}, True),
    ],
)
def test_these_run_as_plain_processes(tmp_path: Path, files: dict[str, str], serves: bool) -> None:
    check(tmp_path, files, serves)


@pytest.mark.parametrize(
    ("files", "serves", "names"),
    [
        ({"opt/train.PY": "'/opt/ml'"}, False, "/opt/train.PY has /opt/ml .*SAGEMAKER_BASE_DIR"),
        ({"nginx.conf": "listen 8080;"}, True, "/nginx.conf has 8080 .*SAGEMAKER_BIND_TO_PORT"),
        (
            {"a.py": "SAGEMAKER_BASE_DIR", "b.sh": "echo 8080"},
            True,
            "/b.sh has 8080 .*SAGEMAKER_BIND_TO_PORT",
        ),
    ],
)
def test_these_are_refused_with_the_file_and_the_variable(
    tmp_path: Path, files: dict[str, str], serves: bool, names: str
) -> None:
    with pytest.raises(RuntimeRefused, match=f"image:1 cannot run as a plain process: {names}"):
        check(tmp_path, files, serves)


def test_a_program_is_one_by_its_run_bit_too(tmp_path: Path) -> None:
    check(tmp_path, {"train": "/opt/ml"})
    with pytest.raises(RuntimeRefused):
        check(tmp_path, {"train": "/opt/ml"}, mode=0o755)
