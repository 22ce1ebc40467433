"""Fetches the objects of an S3 prefix into a folder."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit


def fetch(s3: Any, uri: str, folder: Path) -> list[Path]:
    """Download the object at ``uri``, or those below it, by the last parts of their keys; the files."""
    prefix = urlsplit(uri)
    folder.mkdir(parents=True, exist_ok=True)
    pages = s3.get_paginator("list_objects_v2").paginate(
        Bucket=prefix.netloc, Prefix=prefix.path.lstrip("/")
    )
    files = []
    for item in (item for page in pages for item in page.get("Contents", [])):
        files.append(folder / Path(item["Key"]).name)
        s3.download_file(prefix.netloc, item["Key"], str(files[-1]))
    return files
