"""Puts the processing code on the path as it is in the job, and makes small things to test with.

These tests run with the requirements of the image; without its tokenizers there is nothing to collect.
"""

import importlib.util
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[3]

if importlib.util.find_spec("tokenizers") is None:
    collect_ignore_glob = ["test_*.py"]
else:
    sys.path[:0] = [str(ROOT / "processing" / "ner"), str(ROOT / "processing")]
    sys.path.insert(0, str(Path(__file__).parent))  # what tests share


@pytest.fixture(scope="session")
def tokenizer() -> Any:
    """A WordPiece tokenizer trained on a few sentences: most words come in pieces."""
    from corpus.tokenizer import train

    texts = [
        "Anna Weber works for Norvane in Lisbon since Monday .",
        "The Aerolite X2 by Haldenor arrived in Osaka yesterday , said Ben .",
        "佐藤さんは東京の青葉電機で働くカメラ",
    ]
    return train(lambda: texts * 3, 200)


@pytest.fixture(autouse=True)
def base_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The job's /opt/ml, of which the tests leave the real one alone."""
    base = tmp_path / "ml"
    base.mkdir()
    monkeypatch.setenv("SAGEMAKER_BASE_DIR", str(base))
    return base


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Write files into a data folder: ``write({"train.conll": "a\\tO\\n"})`` gives the folder."""

    def write_files(files: dict[str, str | bytes]) -> Path:
        folder = tmp_path / "data"
        for name, content in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        return folder

    return write_files


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Callable[..., int]]:
    """Run the job on a folder, with its output under ``tmp_path / "output"``."""
    import signal

    from corpus import ending
    from corpus.program import work

    before = signal.getsignal(signal.SIGTERM)

    def run_job(data: Path, *arguments: str) -> int:
        output = str(tmp_path / "output")
        given = ["--data", str(data), "--output", output, "--vocabulary=200", *arguments]
        return ending.run(lambda: work(given))

    yield run_job
    signal.signal(signal.SIGTERM, before)
