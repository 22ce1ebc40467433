"""What a pipeline ships to be tried with: samples/<pipeline>/ has data, a `payload` (a request), and maybe a
`corpus` (what a transform job asks the model about)."""

from __future__ import annotations

from pathlib import Path

from stepline.errors import UserError

SAMPLES = Path("samples")
DATA_FILES = {".conll", ".csv", ".jsonl"}
CONTENT_TYPES = {
    ".csv": "text/csv",
    ".json": "application/json",
    ".jsonl": "application/jsonlines",
    ".txt": "text/plain",
}


def data(pipeline: str) -> Path:
    """The data file to train on: the first that is neither payload nor corpus.

    Raises:
        UserError: there is none.
    """
    if found := find_data(pipeline):
        return found
    raise UserError(f"There is no sample in {SAMPLES / pipeline}. Give --data PATH.")


def find_data(pipeline: str) -> Path | None:
    """The same; None where there is none."""
    for path in sorted((SAMPLES / pipeline).glob("*")):
        if path.suffix in DATA_FILES and path.stem not in ("payload", "corpus"):
            return path
    return None


def payload(pipeline: str) -> Path | None:
    """The request to ask the endpoint with; None where the pipeline ships none."""
    return next(iter(sorted((SAMPLES / pipeline).glob("payload.*"))), None)


def corpus(pipeline: str) -> Path | None:
    """What to transform; None where the pipeline ships none."""
    return next(iter(sorted((SAMPLES / pipeline).glob("corpus.*"))), None)


def content_type(file: Path) -> str:
    """By the file's suffix; text/plain for any other."""
    return CONTENT_TYPES.get(file.suffix.lower(), "text/plain")
