"""Files that the image itself has below ``/opt/ml``, as SageMaker's own examples put code there."""

from __future__ import annotations

import shutil
from pathlib import Path

from localaws.runtime.process_image import ProcessImage


def bring_baked_files(image: ProcessImage, ml: Path) -> None:
    """Copy them into the job's folder; what the platform has put there already stays."""
    baked = image.inside("/opt/ml")
    if not baked.is_dir():
        return
    for path in sorted(baked.rglob("*")):
        target = ml / path.relative_to(baked)
        if path.is_dir() and not path.is_symlink():
            target.mkdir(parents=True, exist_ok=True)
        elif not target.exists():
            shutil.copy2(path, target, follow_symlinks=False)
