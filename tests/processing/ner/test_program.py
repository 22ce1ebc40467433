"""The job as SageMaker starts it: a zip run as a program, in a process of its own."""

import json
import os
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from copies import copies

ROOT = Path(__file__).parents[3]

Write = Callable[..., Path]


@pytest.fixture(scope="module")
def asset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder as the CDK packs it."""
    folders = [ROOT / "processing" / name for name in ("ner", "evaluating", "monitoring")]
    path = tmp_path_factory.mktemp("asset") / "0a1b2c.zip"
    with zipfile.ZipFile(path, "w") as packed:
        for folder, inside in zip(folders, ("", "evaluating/", "monitoring/"), strict=True):
            for file in sorted(folder.rglob("*.py")):
                packed.write(file, f"{inside}{file.relative_to(folder).as_posix()}")
    return path


def start(asset: Path, base: Path, *arguments: str) -> subprocess.Popen[str]:
    environment = {**os.environ, "SAGEMAKER_BASE_DIR": str(base)}
    return subprocess.Popen(
        [sys.executable, str(asset), *arguments],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=base,
    )


def message(base: Path) -> str:
    return (base / "output" / "message").read_text()


def test_it_finds_its_data_and_leaves_its_output_where_sagemaker_does(
    asset: Path, base_folder: Path
) -> None:
    data = base_folder / "processing" / "input" / "data"
    data.mkdir(parents=True)
    (data / "a.conll").write_text(copies("Anna\tB-PER\nsleeps\tO\n\n", 100))
    process = start(asset, base_folder)
    out, errors = process.communicate(timeout=120)
    assert (process.returncode, errors) == (0, "")
    assert out.startswith("Sentences: train 8")
    assert (base_folder / "processing" / "output" / "report" / "report.json").is_file()


def test_sigterm_leaves_no_half_written_file(asset: Path, base_folder: Path, write: Write) -> None:
    data = write({"a.conll": copies("Anna\tB-PER\nsleeps\tO\n\n", 300_000)})
    output = base_folder / "processing" / "output"
    process = start(asset, base_folder, f"--data={data}", f"--output={output}")
    while process.poll() is None and not list(output.glob("train/*.unfinished")):
        try:
            process.wait(0.05)
        except subprocess.TimeoutExpired:
            continue
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=60)
    assert process.returncode == 128 + signal.SIGTERM
    assert [path for path in output.rglob("*") if path.is_file()] == []
    assert message(base_folder) == "The job was stopped before its end."


def test_sigkill_leaves_a_message_that_says_so(
    asset: Path, base_folder: Path, write: Write
) -> None:
    """As where the memory runs out and the system ends the process."""
    data = write({"a.conll": copies("Anna\tB-PER\nsleeps\tO\n\n", 300_000)})
    process = start(asset, base_folder, f"--data={data}")
    while process.poll() is None and not (base_folder / "output" / "message").exists():
        time.sleep(0.01)
    process.kill()
    process.communicate(timeout=60)
    assert message(base_folder).startswith("The job was killed before it could say why.")


def test_a_broken_installation_is_told(asset: Path, base_folder: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.zip"
    with zipfile.ZipFile(asset) as whole, zipfile.ZipFile(broken, "w") as packed:
        for name in set(whole.namelist()) - {"corpus/options.py"}:
            packed.writestr(name, whole.read(name))
    process = start(broken, base_folder)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "Traceback" in errors
    assert message(base_folder) == (
        "Unexpected ModuleNotFoundError: No module named 'corpus.options'."
    )


def test_memory_stays_flat_as_the_input_grows(asset: Path, base_folder: Path, write: Write) -> None:
    # All are different, but of few words: those of a language are soon met, and the tokenizer knows each once.
    others = "".join(f"word{n}\t{'B-P' if n == 3 else 'O'}\n" for n in range(17)) + "\n"
    peaks = []
    for times in (3_000, 100_000):
        sentences = (
            "".join(f"{c}{n // 50**i % 50}\tO\n" for i, c in enumerate("abc")) + others
            for n in range(times)
        )
        data = write({"a.conll": "".join(sentences)})
        program = (
            "import resource, runpy, sys; sys.argv = sys.argv[1:]\n"
            "try: runpy.run_path(sys.argv[0], run_name='__main__')\n"
            "except SystemExit as end: assert end.code == 0, end.code\n"
            "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
        )
        done = subprocess.run(
            [sys.executable, "-c", program, str(asset), f"--data={data}"],
            env={**os.environ, "SAGEMAKER_BASE_DIR": str(base_folder)},
            capture_output=True,
            text=True,
            check=True,
        )
        scale = 1 if sys.platform == "darwin" else 1024
        peaks.append(int(done.stdout.split()[-1]) * scale)
    # Two million words as Python strings would take 125 MB and more.
    assert peaks[1] - peaks[0] < 60_000_000


@pytest.mark.shared_data
@pytest.mark.parametrize(
    ("corpus", "sentences", "entities", "warnings"),
    [("wnut17", {"train": 3049, "validation": 1009, "test": 345}, 6, []),
     ("stockmark-ner-ja", {"train": 2881, "validation": 1069, "test": 324}, 8,
      ["60 of 10,555 entities do not begin and end with whole words", "4 of 10,555 entities were left out"])],
)  # fmt: skip
def test_public_corpora_go_through(
    asset: Path,
    base_folder: Path,
    corpus: str,
    sentences: dict[str, int],
    entities: int,
    warnings: list[str],
) -> None:
    data = ROOT.parent / "shared" / "data" / corpus
    if not data.is_dir():
        pytest.skip("../shared/data is not here")
    process = start(asset, base_folder, f"--data={data}")
    _, errors = process.communicate(timeout=300)
    assert process.returncode == 0
    assert errors.count("\n") == len(warnings)
    assert all(f"warning: {warning}" in errors for warning in warnings)
    told = json.loads(
        (base_folder / "processing" / "output" / "report" / "report.json").read_text()
    )
    assert {name: split["sentences"] for name, split in told["splits"].items()} == sentences
    assert len(told["labels"]) == 1 + 2 * entities
    assert told["dropped"]["sentences"] == 0


@pytest.mark.parametrize("name", ["english.conll", "japanese.jsonl"])
def test_the_samples_go_through(asset: Path, base_folder: Path, name: str) -> None:
    process = start(asset, base_folder, f"--data={ROOT / 'samples' / 'ner' / name}")
    _, errors = process.communicate(timeout=120)
    assert (process.returncode, errors) == (0, "")
    told = json.loads(
        (base_folder / "processing" / "output" / "report" / "report.json").read_text()
    )
    assert set(told["splits"]["train"]["entities"]) == {
        "PERSON", "COMPANY", "PLACE", "PRODUCT", "DATE",
    }  # fmt: skip
    assert told["unit"] == "word"
