"""Runs the tests of job code where job code runs: in the environment of its own image.

So a requirement that an image forgets fails here. The image is built as `cdk deploy` builds it, and
the environment is the one that the embedded AWS runs jobs in; only pytest and hypothesis are added,
from a folder beside it.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from localaws.images.store import ImageStore

ROOT = Path(__file__).parent.parent
HOME = Path(os.environ.get("LOCALAWS_HOME", ROOT / ".stepline"))
TESTKIT = ROOT / ".testkit"


def main() -> int:
    install_testkit()
    return max(
        test(folder.name)
        for folder in sorted((ROOT / "training").iterdir())
        if (folder / "Dockerfile").exists()
    )


def install_testkit() -> None:
    if TESTKIT.exists():
        return
    command = ["uv", "pip", "install", "--quiet", "--python", sys.executable]
    command += ["--target", str(TESTKIT), "--constraint", "requirements.lock"]
    subprocess.run([*command, "pytest", "hypothesis"], cwd=ROOT, check=True)


def test(pipeline: str) -> int:
    """Run the tests of a pipeline's processing and training code; pytest's exit status."""
    tag = f"stepline-tests/{pipeline}"
    build = ["localaws-docker", "build", "--tag", tag, str(ROOT / "training" / pipeline)]
    environment = {**os.environ, "LOCALAWS_HOME": str(HOME)}
    print(f"Job code of {pipeline}, in the environment of its image", flush=True)
    subprocess.run(build, env=environment, check=True, stdout=subprocess.DEVNULL)
    packages = ImageStore(HOME).resolve(tag).packages
    if packages is None:
        raise SystemExit(
            f"The image of {pipeline} installs no packages, so pytest cannot run there"
        )
    folders = [ROOT / "tests" / room / pipeline for room in ("processing", "training")]
    command = [
        str(packages / "bin" / "python"),
        "-m",
        "pytest",
        *map(str, filter(Path.exists, folders)),
    ]
    return subprocess.run(
        command, cwd=ROOT, env={**environment, "PYTHONPATH": str(TESTKIT)}
    ).returncode


if __name__ == "__main__":
    sys.exit(main())
