"""Fetches what a run's evaluation found, and shows its text; pictures are named, to be looked at."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rich.console import Console

from stepline import embedded
from stepline.download import fetch
from stepline.target import Target


def fetch_and_show(target: Target, output: Mapping[str, Any] | None, out: Console) -> None:
    """``output`` is the execution's; nothing happens where it names no evaluation."""
    if not output or "evaluation" not in output:
        return
    folder = embedded.home() / "evaluations" / str(output["model"])
    files = fetch(target.client("s3"), output["evaluation"], folder)
    for text in (path for path in files if path.suffix == ".txt"):
        out.print(
            "\n" + text.read_text(encoding="utf-8", errors="replace").rstrip(),
            markup=False,
            highlight=False,
            soft_wrap=True,
        )
    for picture in (path for path in files if path.suffix in (".png", ".svg")):
        shown = picture.relative_to(Path.cwd()) if picture.is_relative_to(Path.cwd()) else picture
        out.print(f"Picture: {shown}", markup=False, highlight=False, soft_wrap=True)
