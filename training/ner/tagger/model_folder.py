"""The model's folder: everything that serving needs, so that it stands alone.

``model.safetensors`` and ``config.json`` as Transformers writes them, the tokenizer's files,
``labels.json``, and ``metrics.json`` for whoever asks later how good the model was.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

from .files import filled_whole


def write(folder: Path, model: Any, tokenizer_folder: Path, metrics: dict[str, Any]) -> None:
    """Write a trained network, in float32, and what belongs to it."""
    with filled_whole(folder) as temporary:
        model.save_pretrained(temporary)
        (temporary / "model.safetensors").chmod(0o644)  # who serves may be another user
        for path in sorted(tokenizer_folder.iterdir()):
            if path.is_file() and path.name not in ("config.json", "model.safetensors"):
                shutil.copyfile(path, temporary / path.name)
        (temporary / "metrics.json").write_text(
            json.dumps(metrics, indent=2, ensure_ascii=False) + "\n", encoding="utf-8"
        )
