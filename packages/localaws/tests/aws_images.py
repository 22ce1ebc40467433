"""AWS-made images that tests make on the spot: the folder, and the URIs that mean it."""

from __future__ import annotations

import textwrap
from pathlib import Path

ACCOUNT = "111122223333"  # AWS's, in the tests' catalogue
URI = f"{ACCOUNT}.dkr.ecr.us-east-1.amazonaws.com/counting:1.0"
TRAIN = """#!/bin/sh
echo "counting $VERSION"
printf '[0]\\tvalidation-sum:3\\n[1]\\tvalidation-sum:6.5\\n'
echo made >"${SAGEMAKER_BASE_DIR:-/opt/ml}/model/counted"
"""
IMAGE_FILE = f"""
description = "Counting, for tests"
[[repositories]]
name = "counting"
[repositories.accounts]
us-east-1 = "{ACCOUNT}"
cn-north-1 = "444455556666"
[repositories.versions]
"1.0" = "1.0"
"1.0-cpu" = "1.0"
latest = "0.9"
[[metrics]]
name = "validation:sum"
regex = '.*\\[[0-9]+\\]#011validation-sum:(\\S+)'
"""
DOCKERFILE = """FROM python:3.11-slim
ARG VERSION
ENV VERSION=$VERSION
COPY train /usr/local/bin/
"""


def make(root: Path, dockerfile: str = DOCKERFILE, image_file: str = IMAGE_FILE) -> Path:
    """Make the folder of the image ``counting`` in ``root``, which becomes a catalogue's."""
    folder = root / "counting"
    folder.mkdir(parents=True)
    (folder / "Dockerfile").write_text(dockerfile)
    (folder / ".dockerignore").write_text("**/__pycache__\nimage.toml\n")
    (folder / "image.toml").write_text(image_file)
    (folder / "train").write_text(TRAIN)
    (folder / "train").chmod(0o755)
    return folder


def make_slow(folder: Path, signs: Path) -> None:
    """Have the image's build say ``began`` in the folder ``signs``, and wait there for ``go on``."""
    package = folder / "slow"
    package.mkdir(exist_ok=True)
    (package / "pyproject.toml").write_text(
        '[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n'
    )
    program = f"""
        import pathlib, time, zipfile
        signs = pathlib.Path({str(signs)!r})
        def build_wheel(target, *_):
            (signs / "began").touch()
            while not (signs / "go on").exists():
                time.sleep(0.02)
            with zipfile.ZipFile(f"{{target}}/slow-1-py3-none-any.whl", "w") as wheel:
                for name, text in (
                    ("METADATA", "Metadata-Version: 2.1\\nName: slow\\nVersion: 1\\n"),
                    ("WHEEL", "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n"),
                    ("RECORD", ""),
                ):
                    wheel.writestr(f"slow-1.dist-info/{{name}}", text)
            return "slow-1-py3-none-any.whl"
    """
    (package / "backend.py").write_text(textwrap.dedent(program))
    (folder / "Dockerfile").write_text(f"{DOCKERFILE}COPY slow /slow\nRUN pip install /slow\n")
